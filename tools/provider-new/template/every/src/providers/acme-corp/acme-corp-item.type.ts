import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import type { AcmeCorpItemRecord } from './acme-corp-item.record.js';

@ObjectType('AcmeCorpItem', { implements: RecordType, description: 'An item in Acme Corp.' })
export class AcmeCorpItem extends RecordType<AcmeCorpItemRecord> {
  @Field(() => ID, { description: "Acme Corp's id." })
  get itemId(): string {
    return this.data.id;
  }

  @Field(() => String, { nullable: true })
  get title(): string | null {
    return this.data.title ?? null;
  }

  @Field(() => DateTime, { description: 'When it changed last, as Acme Corp says.' })
  get updatedAt(): Date {
    return new Date(this.data.updated_at);
  }
}
