import { cutoff, PORTION, removeInPortions } from '../platform/database/remove-in-portions.js';
import type { Db } from '../tables.js';

/** Removes runs that ended longer ago than an age, but never the last of a sync. */
export async function removeOldSyncLogs(db: Db, now: number, ageMs: number): Promise<void> {
  const before = cutoff(now, ageMs);
  await removeInPortions(() => removeSome(db, before));
}

function removeSome(db: Db, before: number) {
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
    .limit(PORTION);
  return db.deleteFrom('sync_log').where('id', 'in', old).executeTakeFirst();
}
