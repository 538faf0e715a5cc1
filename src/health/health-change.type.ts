import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { HealthState } from './health-state.js';
import './integration-health.type.js';

/** Values are {@link IntegrationChange}s. */
@ObjectType('HealthChange', { description: 'A change of health of an integration.', simpleResolvers: true })
export class HealthChangeType {
  @Field(() => HealthState, { nullable: true, description: 'Null on the snapshot.' })
  previous!: HealthState | null;

  @Field(() => Boolean, { description: 'True for what is sent at once on subscribing: the state as it is now.' })
  snapshot!: boolean;

  @Field(() => DateTime)
  at!: number;
}
