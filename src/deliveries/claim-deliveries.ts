import { randomUUID } from 'node:crypto';
import type { Engine } from '../platform/database/open-database.js';
import type { Db, Row } from '../tables.js';

/** How long a silent process keeps deliveries: well above the time of a try. */
export const DELIVERY_LEASE_MS = 60_000;

/** Taken and tried at the same time. */
const AT_ONCE = 20;

/** A delivery that this process sends, with what it sends. */
export interface ClaimedDelivery {
  delivery: Row<'outbound_delivery'>;
  event: Row<'outbound_event'>;
}

/** Takes some of what is due to an endpoint, the longest due first: what is new, what failed, and what a dead process left. */
export async function claimDeliveries(
  { db, engine }: { db: Db; engine: Engine },
  endpointId: string,
  now: number,
): Promise<ClaimedDelivery[]> {
  const due = db
    .selectFrom('outbound_delivery')
    .select('id')
    .where('endpointId', '=', endpointId)
    .where('nextAttemptAt', '<=', now)
    .orderBy('nextAttemptAt')
    .orderBy('id')
    .limit(AT_ONCE)
    // Other processes take others meanwhile.
    .$if(engine === 'postgresql', (deliveries) => deliveries.forUpdate().skipLocked());
  const deliveries = await db
    .updateTable('outbound_delivery')
    .set((row) => ({
      state: 'SENDING' as const,
      leaseToken: randomUUID(),
      nextAttemptAt: now + DELIVERY_LEASE_MS,
      attempts: row('attempts', '+', 1),
    }))
    .where('id', 'in', due)
    .returningAll()
    .execute();
  if (deliveries.length === 0) return [];
  const ids = deliveries.map(({ eventId }) => eventId);
  const events = await db.selectFrom('outbound_event').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(events.map((event) => [event.id, event]));
  return deliveries
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap((delivery) => {
      const event = byId.get(delivery.eventId);
      return event === undefined ? [] : [{ delivery, event }];
    });
}
