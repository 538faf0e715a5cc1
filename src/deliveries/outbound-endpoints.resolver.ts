import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { OutboundEventType as EventType } from '../outbound-events.js';
import { fromJson } from '../platform/database/json-text.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { listDeliveries, type Delivery } from './delivery-list.js';
import { listEndpoints, readEndpoint } from './endpoint-list.js';
import { OutboundDeliveryConnection, OutboundDeliveryFilter } from './outbound-delivery.type.js';
import { OutboundEndpointConnection, OutboundEndpointType } from './outbound-endpoint.type.js';
import { OutboundEventType } from './outbound-event-types.js';

type Endpoint = Row<'outbound_endpoint'>;

@Resolver(() => OutboundEndpointType)
export class OutboundEndpointsResolver {
  @Query(() => OutboundEndpointConnection, {
    description:
      'ADMIN and OPERATOR. Where the hub sends events to, newest first: to an administrator those of their tenant, to an operator all.',
  })
  outboundEndpoints(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Connection<Endpoint>> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return listEndpoints(scope.read, { first, after });
  }

  @Query(() => OutboundEndpointType, {
    nullable: true,
    description: 'ADMIN and OPERATOR. One endpoint, or null where the viewer may not see it.',
  })
  async outboundEndpoint(@Arg('id', () => ID) id: string, @Ctx('scope') scope: Scope): Promise<Endpoint | null> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return (await readEndpoint(scope.read, id)) ?? null;
  }

  @FieldResolver(() => String, { description: 'Its address without what in it is secret.' })
  address(@Root() { shownAddress }: Endpoint): string {
    return shownAddress;
  }

  @FieldResolver(() => [OutboundEventType])
  eventTypes(@Root() { eventTypes }: Endpoint): EventType[] {
    return fromJson(eventTypes);
  }

  @FieldResolver(() => OutboundDeliveryConnection, {
    description: 'What was, is and will be sent there, newest first.',
  })
  deliveries(
    @Root() { id }: Endpoint,
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => OutboundDeliveryFilter, { nullable: true }) filter: OutboundDeliveryFilter | null,
  ): Promise<Connection<Delivery>> {
    return listDeliveries(scope, id, { first, after, filter });
  }
}
