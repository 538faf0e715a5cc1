import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';

/** Values are {@link RecordsChange}s. */
@ObjectType('RecordsChange', {
  description: "A change of some of an integration's records, committed.",
  simpleResolvers: true,
})
export class RecordsChangeType {
  @Field(() => String)
  model!: string;

  @Field(() => Int)
  added!: number;

  @Field(() => Int)
  updated!: number;

  @Field(() => Int)
  deleted!: number;

  @Field(() => String, { nullable: true, description: 'Pass as after to records to read just these changes.' })
  cursorBefore!: string | null;

  @Field(() => Boolean, {
    description: 'True for what is sent at once on subscribing: no change, but where the change feed stands now.',
  })
  snapshot!: boolean;

  @Field(() => DateTime)
  at!: number;
}
