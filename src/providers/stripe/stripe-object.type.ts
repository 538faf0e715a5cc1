import { GraphQLJSON } from 'graphql-scalars';
import { Field, InterfaceType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import type { StripeObjectRecord } from './stripe-object.record.js';
import { momentOf } from './stripe-values.js';

/** Base of the types of Stripe's objects. */
@InterfaceType('StripeObject', { implements: RecordType, description: 'An object of a Stripe account.' })
export abstract class StripeObject<Data extends StripeObjectRecord> extends RecordType<Data> {
  @Field(() => DateTime, { nullable: true, description: 'When it was created in Stripe.' })
  get createdAt(): number | null {
    return momentOf(this.data.created);
  }

  @Field(() => Boolean, { description: 'False in a sandbox or test mode, where no money moves.' })
  get isLive(): boolean {
    return this.data.livemode ?? false;
  }

  @Field(() => GraphQLJSON, { description: 'What the account attached to it: texts by name.' })
  get metadata(): Record<string, string> {
    return this.data.metadata ?? {};
  }
}
