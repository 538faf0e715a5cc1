import type { Db } from '../tables.js';

const MAX_AGE_MS = 90 * 24 * 60 * 60 * 1000;
/** Few enough that other writers wait for milliseconds only. */
const DELETED_AT_ONCE = 2_000;

/** Removes alerts that were resolved more than 90 days ago. One that fires stays, however old. */
export async function removeOldAlerts(db: Db, now: number): Promise<void> {
  while ((await removeSome(db, now - MAX_AGE_MS)) > 0n);
}

async function removeSome(db: Db, before: number): Promise<bigint> {
  const old = db.selectFrom('alert').select('id').where('resolvedAt', '<', before).limit(DELETED_AT_ONCE);
  return (await db.deleteFrom('alert').where('id', 'in', old).executeTakeFirst()).numDeletedRows;
}
