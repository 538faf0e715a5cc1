import { cutoff, PORTION, removeInPortions } from '../platform/database/remove-in-portions.js';
import type { Db } from '../tables.js';
import type { WebhookEventState } from './webhook-event-state.js';

/** How long events are kept once nothing more comes of them, in milliseconds, and how many. */
export interface WebhookRetention {
  ageMs: number;
  /** Of those that are DEAD: for whoever comes to replay them. */
  deadAgeMs: number;
  count: number;
}

/** Removes events that are long over, beyond a count the oldest that are over, and notes of deletions that nothing can precede any more. */
export async function removeOldEvents(
  db: Db,
  now: number,
  { ageMs, deadAgeMs, count }: WebhookRetention,
): Promise<void> {
  await removeInPortions(() => removeOlderThan(db, ['COMPLETED', 'IGNORED'], cutoff(now, ageMs)));
  await removeInPortions(() => removeOlderThan(db, ['DEAD'], cutoff(now, deadAgeMs)));
  const last = await lastToKeep(db, count);
  if (last !== null) await removeInPortions(() => removeBefore(db, last));
  await db
    .deleteFrom('record_gone')
    .where('at', '<', cutoff(now, Math.max(ageMs, deadAgeMs)))
    .execute();
}

function removeOlderThan(db: Db, states: readonly WebhookEventState[], at: number) {
  const old = db
    .selectFrom('webhook_event')
    .select('id')
    .where('state', 'in', states)
    .where('receivedAt', '<', at)
    .limit(PORTION);
  return db.deleteFrom('webhook_event').where('id', 'in', old).executeTakeFirst();
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

function removeBefore(db: Db, id: string) {
  const beyond = db
    .selectFrom('webhook_event')
    .select('id')
    .where('id', '<=', id)
    .where('state', 'in', OVER)
    .limit(PORTION);
  return db.deleteFrom('webhook_event').where('id', 'in', beyond).executeTakeFirst();
}
