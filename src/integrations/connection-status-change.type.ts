import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { ConnectionState } from './connection-state.js';
import './connection-status.type.js';

/** Values are {@link IntegrationChange}s. */
@ObjectType('ConnectionStatusChange', {
  description: 'A change of state, problem, running syncs or the last sync of an integration.',
  simpleResolvers: true,
})
export class ConnectionStatusChangeType {
  @Field(() => ConnectionState, { nullable: true, description: 'State before; null on the snapshot.' })
  previous!: ConnectionState | null;

  @Field(() => Boolean, { description: 'True for what is sent at once on subscribing: the state as it is now.' })
  snapshot!: boolean;

  @Field(() => DateTime)
  at!: number;
}
