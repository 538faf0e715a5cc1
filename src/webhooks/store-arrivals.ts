import { sql, type Transaction } from 'kysely';
import type { JsonText } from '../platform/database/json-text.js';
import type { Engine } from '../platform/database/open-database.js';
import { rowList } from '../platform/database/row-list.js';
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
  traceparent: string | null;
  receivedAt: number;
}

/** A subscription by which an arrival proved itself. */
export interface UsedSubscription {
  integrationId: string;
  externalId: string;
}

/** As many deliveries of one event as came at once. */
interface MergedArrival extends Arrival {
  deliveries: number;
}

export interface StoredArrivals {
  /** Ids of the events that are new. */
  newIds: ReadonlySet<string>;
  /** Providers of which an event is new. */
  newOf: string[];
}

/** Stores arrivals in one commit; of those that are there already only the count of deliveries rises. */
export async function storeArrivals(
  { db, engine }: { db: Db; engine: Engine },
  arrivals: readonly Arrival[],
  subscriptions: readonly UsedSubscription[],
): Promise<StoredArrivals> {
  const rows = mergeSame(arrivals);
  const stored =
    subscriptions.length === 0
      ? await insertArrivals(db, engine, rows)
      : await transact(db, async (trx) => {
          await noteSubscriptions(trx, subscriptions, arrivals);
          return insertArrivals(trx, engine, rows);
        });
  const newIds = new Set(stored);
  return { newIds, newOf: [...new Set(rows.filter(({ id }) => newIds.has(id)).map(({ providerId }) => providerId))] };
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
function mergeSame(arrivals: readonly Arrival[]): MergedArrival[] {
  const rows = new Map<string, MergedArrival>();
  for (const arrival of arrivals) {
    const key = `${arrival.providerId} ${arrival.dedupeKey}`;
    const same = rows.get(key);
    if (same === undefined) rows.set(key, { ...arrival, deliveries: 1 });
    else same.deliveries += 1;
  }
  return [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/** Gives the ids of the rows that stand there now: its own of an event that is new. */
async function insertArrivals(db: Db, engine: Engine, arrivals: readonly MergedArrival[]): Promise<string[]> {
  const rows = rowList(
    engine,
    {
      id: 'text',
      provider_id: 'text',
      dedupe_key: 'text',
      addressed_to: 'text',
      external_id: 'text',
      type: 'text',
      accounts: 'text',
      sealed_payload: 'text',
      traceparent: 'text',
      received_at: 'bigint',
      deliveries: 'bigint',
    },
    arrivals.map((arrival) => [
      arrival.id,
      arrival.providerId,
      arrival.dedupeKey,
      arrival.addressedTo,
      arrival.externalId,
      arrival.type,
      arrival.accounts,
      arrival.sealedPayload,
      arrival.traceparent,
      arrival.receivedAt,
      arrival.deliveries,
    ]),
  );
  const stored = await sql<{ id: string }>`
    insert into webhook_event (id, provider_id, dedupe_key, addressed_to, external_id, type, accounts, sealed_payload,
      traceparent, state, attempts, deliveries, received_at, next_attempt_at)
    select id, provider_id, dedupe_key, addressed_to, external_id, type, accounts, sealed_payload,
      traceparent, 'RECEIVED', 0, deliveries, received_at, received_at
    from ${rows} where true
    on conflict (provider_id, dedupe_key) do update set deliveries = webhook_event.deliveries + excluded.deliveries
    returning id`.execute(db);
  return stored.rows.map(({ id }) => id);
}
