import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { HealthState } from './health-state.js';
import type { HealthView } from './health-view.js';

registerEnumType(HealthState, {
  name: 'HealthState',
  description: "How an integration's calls go.",
  valuesConfig: {
    HEALTHY: { description: 'Below 1 % failures.' },
    DEGRADED: { description: 'From 1 % and below 10 % failures.' },
    DOWN: { description: 'From 10 % failures.' },
    UNKNOWN: { description: 'No call in the window: nothing is known.' },
  },
});

@ObjectType('IntegrationHealth', {
  description: 'Over the last 24 hours of calls: HEALTHY below 1 % failures, DEGRADED below 10 %, DOWN from 10 %.',
  simpleResolvers: true,
})
export class IntegrationHealthType implements HealthView {
  @Field(() => HealthState)
  state!: HealthState;

  @Field(() => Float, { description: 'Share of calls that failed, from 0 to 1; 0 where there was none.' })
  errorRate24h!: number;

  @Field(() => Int)
  calls24h!: number;

  @Field(() => Int)
  failures24h!: number;

  @Field(() => Float, { nullable: true, description: '95 of 100 calls took at most this long; null without a call.' })
  p95LatencyMs!: number | null;

  @Field(() => DateTime, { nullable: true })
  lastSuccessAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  lastFailureAt!: number | null;

  @Field(() => DateTime, { description: 'When it came into this state.' })
  changedAt!: number;

  @Field(() => String, { description: 'Why it is in this state, in a sentence.' })
  reason!: string;
}
