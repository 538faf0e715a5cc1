import type { Insertable, Transaction } from 'kysely';
import type { JsonText } from '../platform/database/json-text.js';
import { transact } from '../platform/database/transact.js';
import type { Db, Tables } from '../tables.js';

/** An event as it will stand in its row, before it is known to be new. */
export interface Arrival {
  id: string;
  providerId: string;
  dedupeKey: string;
  addressedTo: string | null;
  externalId: string;
  type: string;
  accounts: JsonText<string[]>;
  sealedPayload: string;
  receivedAt: number;
}

/** A subscription by which an arrival proved itself. */
export interface UsedSubscription {
  integrationId: string;
  externalId: string;
}

export interface StoredArrivals {
  /** Providers of which an event is new. */
  newOf: string[];
}

/** Stores arrivals in one commit; of those that are there already only the count of deliveries rises. */
export async function storeArrivals(
  db: Db,
  arrivals: readonly Arrival[],
  subscriptions: readonly UsedSubscription[],
): Promise<StoredArrivals> {
  const rows = mergeSame(arrivals);
  const stored = await transact(db, async (trx) => {
    await noteSubscriptions(trx, subscriptions, arrivals);
    return trx
      .insertInto('webhook_event')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['providerId', 'dedupeKey']).doUpdateSet((eb) => ({
          deliveries: eb('webhook_event.deliveries', '+', eb.ref('excluded.deliveries')),
        })),
      )
      .returning('id')
      .execute();
  });
  const ids = new Set(stored.map(({ id }) => id));
  return { newOf: [...new Set(rows.filter(({ id }) => ids.has(id)).map(({ providerId }) => providerId))] };
}

/** That a subscription delivers. */
async function noteSubscriptions(
  trx: Transaction<Tables>,
  used: readonly UsedSubscription[],
  arrivals: readonly Arrival[],
): Promise<void> {
  const at = Math.max(...arrivals.map(({ receivedAt }) => receivedAt));
  const byIntegration = Map.groupBy(used, ({ integrationId }) => integrationId);
  for (const integrationId of [...byIntegration.keys()].toSorted()) {
    const externalIds = [...new Set(byIntegration.get(integrationId)?.map(({ externalId }) => externalId))];
    await trx
      .updateTable('webhook_subscription')
      .set({ lastEventAt: at })
      .where('integrationId', '=', integrationId)
      .where((eb) => eb.or([eb('externalId', 'in', externalIds), eb('id', 'in', externalIds)]))
      .execute();
  }
}

/** One row an event, in one order over all processes, so that they cannot lock each other out. */
function mergeSame(arrivals: readonly Arrival[]): Insertable<Tables['webhook_event']>[] {
  const rows = new Map<string, Insertable<Tables['webhook_event']> & { deliveries: number }>();
  for (const arrival of arrivals) {
    const key = `${arrival.providerId} ${arrival.dedupeKey}`;
    const same = rows.get(key);
    if (same === undefined) rows.set(key, rowOf(arrival));
    else same.deliveries += 1;
  }
  return [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

function rowOf(arrival: Arrival) {
  return {
    ...arrival,
    state: 'RECEIVED' as const,
    attempts: 0,
    deliveries: 1,
    nextAttemptAt: arrival.receivedAt,
  };
}
