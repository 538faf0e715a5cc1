import { transact } from '../platform/database/transact.js';
import type { Db } from '../tables.js';
import { LeaseLost, type LeasedRun } from './sync-lease.js';

/**
 * Begins a run anew as a full one: the provider no longer takes its cursor or checkpoint. What was
 * read so far stays stored; it is only read and marked again.
 * @throws LeaseLost where the run is no longer ours.
 */
export async function restartAsFull(db: Db, { log, providerId, token }: LeasedRun): Promise<LeasedRun> {
  return transact(db, async (trx) => {
    await trx.deleteFrom('sync_seen_page').where('syncLogId', '=', log.id).execute();
    const restarted = await trx
      .updateTable('sync_log')
      .set({ kind: 'FULL', checkpoint: null, unchanged: 0 })
      .where('id', '=', log.id)
      .where('leaseToken', '=', token)
      .returningAll()
      .executeTakeFirst();
    if (restarted === undefined) throw new LeaseLost();
    return { log: restarted, providerId, token };
  });
}
