import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { ConnectionState } from './connection-state.js';

registerEnumType(ConnectionState, {
  name: 'ConnectionState',
  description: 'Whether the hub can act for the owner.',
  valuesConfig: {
    PENDING: { description: 'OAuth was started and has not come back.' },
    CONNECTED: { description: 'The hub holds credentials that the provider takes.' },
    REAUTHORIZATION_REQUIRED: { description: 'The provider refuses our credentials; only the owner can mend it.' },
    DISCONNECTED: { description: 'The credentials were revoked and erased.' },
  },
});

/** Values are rows of `integration`; what concerns syncs is added by syncs/connection-syncs.resolver.ts. */
@ObjectType('ConnectionStatus', {
  description: 'Whether the hub can act for the owner now, and if not, why and what mends it.',
  simpleResolvers: true,
})
export class ConnectionStatusType {
  @Field(() => ConnectionState)
  state!: ConnectionState;

  @Field(() => DateTime, { nullable: true, description: 'End of the last run that succeeded, of any model.' })
  lastSyncAt!: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the access token expires; null where it does not. The hub renews it ahead of time where it can.',
  })
  credentialsExpireAt!: number | null;
}
