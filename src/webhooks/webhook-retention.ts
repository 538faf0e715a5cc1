import type { Db } from '../tables.js';
import type { WebhookEventState } from './webhook-event-state.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long events are kept once nothing more comes of them. */
const KEPT_DAYS: readonly [readonly WebhookEventState[], number][] = [
  [['COMPLETED', 'IGNORED'], 30],
  // For whoever comes to replay them.
  [['DEAD'], 90],
];
const MAX_OVER = 1_000_000;
/** Few enough that other writers wait for milliseconds only. */
const DELETED_AT_ONCE = 1_000;

/** Removes events that are long over, beyond a million the oldest that are over, and notes of deletions that nothing can precede any more. */
export async function removeOldEvents(db: Db, now: number, maxOver = MAX_OVER): Promise<void> {
  for (const [states, days] of KEPT_DAYS) {
    await inPortions(() => removeOlderThan(db, states, now - days * DAY_MS));
  }
  const last = await lastToKeep(db, maxOver);
  if (last !== null) await inPortions(() => removeBefore(db, last));
  await db
    .deleteFrom('record_gone')
    .where('at', '<', now - 90 * DAY_MS)
    .execute();
}

async function inPortions(remove: () => Promise<bigint>): Promise<void> {
  while ((await remove()) > 0n);
}

async function removeOlderThan(db: Db, states: readonly WebhookEventState[], at: number): Promise<bigint> {
  const old = db
    .selectFrom('webhook_event')
    .select('id')
    .where('state', 'in', states)
    .where('receivedAt', '<', at)
    .limit(DELETED_AT_ONCE);
  return (await db.deleteFrom('webhook_event').where('id', 'in', old).executeTakeFirst()).numDeletedRows;
}

const OVER: readonly WebhookEventState[] = ['COMPLETED', 'IGNORED', 'DEAD'];

/** Ids sort by time. */
async function lastToKeep(db: Db, max: number): Promise<string | null> {
  const row = await db
    .selectFrom('webhook_event')
    .select('id')
    .orderBy('id', 'desc')
    .offset(max)
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function removeBefore(db: Db, id: string): Promise<bigint> {
  const beyond = db
    .selectFrom('webhook_event')
    .select('id')
    .where('id', '<=', id)
    .where('state', 'in', OVER)
    .limit(DELETED_AT_ONCE);
  return (await db.deleteFrom('webhook_event').where('id', 'in', beyond).executeTakeFirst()).numDeletedRows;
}
