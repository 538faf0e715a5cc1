import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';

@ObjectType('ProviderQuota', {
  description: 'What the provider last said of its own rate limit for this integration, and what the hub holds back.',
  simpleResolvers: true,
})
export class ProviderQuotaType {
  @Field(() => Int, { nullable: true, description: 'Calls in a window; null where the provider does not say.' })
  limit!: number | null;

  @Field(() => Int, { nullable: true, description: 'Calls left in the present window.' })
  remaining!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When the next window begins.' })
  resetsAt!: number | null;

  @Field(() => Int, { description: 'Calls now waiting in the hub for a permit.' })
  queuedCalls!: number;
}
