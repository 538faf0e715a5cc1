import { Field, InputType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { RecordType } from './record.type.js';

export const RecordConnection = connectionType('Record', () => RecordType, {
  cursorDescription: 'Pass as after to get what changed since: a client that keeps it misses nothing.',
});

@InputType('RecordFilter', { description: 'Records that have all of what is given.' })
export class RecordFilter {
  @Field(() => String, { nullable: true })
  model?: string | null;

  @Field(() => [String], { nullable: true, description: "The provider's own ids; at most 100." })
  externalIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Also what the provider deleted, so that a client learns of it.',
  })
  includeDeleted?: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Only what the hub saw change after this. To follow changes keep endCursor instead: it misses nothing.',
  })
  changedAfter?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Part of its data or of the provider's id, in any case; at most 200 characters. Names of fields in the data count too. Looks at the 50,000 records that changed last, of the model where one is given.",
  })
  search?: string | null;
}
