import { Field, Float, Int, ObjectType } from 'type-graphql';
import { HealthState } from './health-state.js';
import './integration-health.type.js';
import type { ProviderHealth } from './provider-health.js';

@ObjectType('ProviderHealth', {
  description: 'Over the last 24 hours of calls for all linked accounts of a provider that the viewer may see.',
  simpleResolvers: true,
})
export class ProviderHealthType implements ProviderHealth {
  @Field(() => HealthState, { description: 'Of all calls together.' })
  state!: HealthState;

  @Field(() => Int, { description: 'Linked accounts; disconnected ones are left out.' })
  integrations!: number;

  @Field(() => Int)
  healthy!: number;

  @Field(() => Int)
  degraded!: number;

  @Field(() => Int)
  down!: number;

  @Field(() => Int)
  unknown!: number;

  @Field(() => Int)
  calls24h!: number;

  @Field(() => Int)
  failures24h!: number;

  @Field(() => Float, { description: 'Share of calls that failed, from 0 to 1; 0 where there was none.' })
  errorRate24h!: number;
}
