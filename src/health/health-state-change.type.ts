import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { HealthState } from './health-state.js';
import './integration-health.type.js';

/** Values are rows of `health_change`. */
@ObjectType('HealthStateChange', {
  description: 'A state of health that an integration came into, with the figures of that moment.',
  simpleResolvers: true,
})
export class HealthStateChangeType {
  @Field(() => ID)
  id!: string;

  @Field(() => HealthState)
  previous!: HealthState;

  @Field(() => HealthState)
  state!: HealthState;

  @Field(() => Int, { description: 'Of the 24 hours before.' })
  calls!: number;

  @Field(() => Int)
  failures!: number;

  @Field(() => Float, { simple: false, description: 'Share of calls that failed, from 0 to 1; 0 without a call.' })
  errorRate!: number;

  @Field(() => String, { simple: false, description: 'Why it came into this state, in a sentence.' })
  reason!: string;

  @Field(() => DateTime)
  at!: number;
}

export const HealthStateChangeConnection = connectionType('HealthStateChange', () => HealthStateChangeType);
