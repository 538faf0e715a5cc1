import type { Db } from '../tables.js';
import type { OutboundDeliveryState, OutboundEndpointKind } from './outbound-state.js';

/** Deliveries of one kind in one state. */
export interface PendingDeliveries {
  kind: OutboundEndpointKind;
  state: OutboundDeliveryState;
  count: number;
  /** When the event of the oldest was stored, epoch milliseconds. */
  oldestAt: number;
  /** Since when the one that is due the longest has been due; later than now where none is. */
  dueAt: number;
}

/** What is not over, to endpoints that are enabled: what waits for a disabled one waits for people. */
export function countPending(db: Db): Promise<PendingDeliveries[]> {
  return db
    .selectFrom('outbound_delivery')
    .innerJoin('outbound_endpoint', 'outbound_endpoint.id', 'outbound_delivery.endpointId')
    .where('outbound_endpoint.disabledAt', 'is', null)
    .where('outbound_delivery.nextAttemptAt', 'is not', null)
    .groupBy(['outbound_endpoint.kind', 'outbound_delivery.state'])
    .select(({ fn }) => [
      'outbound_endpoint.kind',
      'outbound_delivery.state',
      fn.countAll<number>().as('count'),
      fn.min<number>('outbound_delivery.createdAt').as('oldestAt'),
      fn.min<number>('outbound_delivery.nextAttemptAt').as('dueAt'),
    ])
    .execute();
}

/** What is out of tries and was not replayed, by kind. */
export function countDead(db: Db): Promise<{ kind: OutboundEndpointKind; count: number }[]> {
  return db
    .selectFrom('outbound_delivery')
    .innerJoin('outbound_endpoint', 'outbound_endpoint.id', 'outbound_delivery.endpointId')
    .where('outbound_delivery.diedAt', 'is not', null)
    .where('outbound_delivery.state', '=', 'DEAD')
    .groupBy('outbound_endpoint.kind')
    .select(({ fn }) => ['outbound_endpoint.kind', fn.countAll<number>().as('count')])
    .execute();
}
