import type { Transaction } from 'kysely';
import type { RecordStore } from '../records/record-store.js';
import type { Row, Tables } from '../tables.js';
import { ACTIVE_STATES } from './sync-state.js';

/** Cancels what an integration has under way, and schedules nothing more. Gives the runs that it ended. */
export async function stopSyncs(
  trx: Transaction<Tables>,
  integrationId: string,
  now: number,
): Promise<Row<'sync_log'>[]> {
  const logs = await trx
    .updateTable('sync_log')
    .set({
      state: 'CANCELLED',
      finishedAt: now,
      leaseToken: null,
      leasedUntil: null,
      retryAt: null,
      checkpoint: null,
    })
    .where('integrationId', '=', integrationId)
    .where('state', 'in', ACTIVE_STATES)
    .returningAll()
    .execute();
  await trx
    .updateTable('sync')
    .set({ nextFullAt: null, nextIncrementalAt: null, pollWantedAt: null })
    .where('integrationId', '=', integrationId)
    .execute();
  for (const log of logs) {
    await trx.deleteFrom('sync_seen_page').where('syncLogId', '=', log.id).execute();
    await trx.updateTable('sync').set({ state: 'CANCELLED' }).where('id', '=', log.syncId).execute();
  }
  return logs;
}

/** Erases the records of an integration, and the places where its syncs stood: the next run is a first one. */
export async function eraseSynced(trx: Transaction<Tables>, store: RecordStore, integrationId: string): Promise<void> {
  await store.erase(trx, integrationId);
  await trx
    .updateTable('sync')
    .set({ recordCount: 0, cursor: null, lastSuccessAt: null, lastSuccessStartedAt: null })
    .where('integrationId', '=', integrationId)
    .execute();
}
