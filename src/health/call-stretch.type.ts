import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import type { CallStretch } from './call-stretches.loader.js';

@ObjectType('CallStretch', {
  description: 'How the calls of an integration went in a quarter of an hour.',
  simpleResolvers: true,
})
export class CallStretchType implements CallStretch {
  @Field(() => DateTime)
  startsAt!: number;

  @Field(() => Int)
  calls!: number;

  @Field(() => Int)
  failures!: number;
}
