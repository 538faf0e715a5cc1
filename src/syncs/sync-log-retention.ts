import type { Db } from '../tables.js';

const MAX_AGE_MS = 90 * 24 * 60 * 60 * 1000;
/** Few enough that other writers wait for milliseconds only. */
const DELETED_AT_ONCE = 2_000;

/** Removes runs that ended more than 90 days ago, but never the last of a sync. */
export async function removeOldSyncLogs(db: Db, now: number): Promise<void> {
  while ((await removeSome(db, now - MAX_AGE_MS)) > 0n);
}

async function removeSome(db: Db, before: number): Promise<bigint> {
  const old = db
    .selectFrom('sync_log')
    .select('sync_log.id')
    .where('finishedAt', '<', before)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('sync_log as newer')
          .select('newer.id')
          .whereRef('newer.syncId', '=', 'sync_log.syncId')
          .whereRef('newer.id', '>', 'sync_log.id'),
      ),
    )
    .limit(DELETED_AT_ONCE);
  return (await db.deleteFrom('sync_log').where('id', 'in', old).executeTakeFirst()).numDeletedRows;
}
