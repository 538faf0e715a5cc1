import { defineEntity, p } from '@mikro-orm/core';
import { OutboundEndpointEntity } from './outbound-endpoint.entity.js';
import { OutboundEventEntity } from './outbound-event.entity.js';
import type { OutboundDeliveryState } from './outbound-state.js';

/** One event on its way to one endpoint: the truth of which jobs are only told. */
export const OutboundDeliveryEntity = defineEntity({
  name: 'OutboundDelivery',
  tableName: 'outbound_delivery',
  properties: {
    id: p.text().primary(),
    endpointId: () =>
      p
        .manyToOne(OutboundEndpointEntity)
        .mapToPk()
        .joinColumn('endpoint_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    eventId: () =>
      p
        .manyToOne(OutboundEventEntity)
        .mapToPk()
        .joinColumn('event_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    state: p.text().$type<OutboundDeliveryState>(),
    attempts: p.integer(),
    /** When it is due; while it is sent, when whoever sends it counts as dead. Null once it is over. */
    nextAttemptAt: p.bigint('number').nullable(),
    /** Fencing token of whoever sends it. */
    leaseToken: p.text().nullable(),
    createdAt: p.bigint('number'),
    completedAt: p.bigint('number').nullable(),
    /** When it ran out of tries; stays through a replay until it arrives. */
    diedAt: p.bigint('number').nullable(),
    /** Why the last try failed. */
    error: p.text().nullable(),
  },
  indexes: [
    { name: 'outbound_delivery_due_index', properties: ['endpointId', 'nextAttemptAt'] },
    { name: 'outbound_delivery_list_index', properties: ['endpointId', 'id'] },
    { name: 'outbound_delivery_event_index', properties: ['eventId'] },
    { name: 'outbound_delivery_died_index', properties: ['endpointId'], where: 'died_at is not null' },
  ],
});
