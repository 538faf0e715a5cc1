import { GraphQLURL } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import type { Problem } from '../errors/problem.js';
import { DateTime } from './date-time.scalar.js';

@ObjectType('Problem', {
  description: "What went wrong, in words for the person who reads it; never a raw 'API Error 429'.",
  simpleResolvers: true,
})
export class ProblemType implements Problem {
  @Field(() => String, {
    description:
      'Stable, e.g. PROVIDER_RATE_LIMITED, PROVIDER_UNAVAILABLE, REAUTHORIZATION_REQUIRED, PROVIDER_REJECTED, PROVIDER_CONTRACT_BROKEN.',
  })
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => Boolean)
  retryable!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When the hub itself will try again, if it will.' })
  retryAt!: number | null;

  @Field(() => GraphQLURL, {
    nullable: true,
    description: 'Where the owner goes to mend it, if reconnecting mends it.',
  })
  reconnectUrl!: string | null;

  @Field(() => DateTime)
  occurredAt!: number;
}
