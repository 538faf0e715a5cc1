import type { Transaction } from 'kysely';
import { HubError } from '../platform/errors/hub-error.js';
import type { Row, Tables } from '../tables.js';
import { ACTIVE_STATES } from './sync-state.js';

/**
 * Ends a run that waits; one that works is only asked to end.
 * @throws HubError CONFLICT where it is already over.
 */
export async function cancelRun(trx: Transaction<Tables>, syncLogId: string, now: number): Promise<Row<'sync_log'>> {
  const asked = await trx
    .updateTable('sync_log')
    .set({ cancelRequestedAt: now })
    .where('id', '=', syncLogId)
    .where('state', 'in', ACTIVE_STATES)
    .returningAll()
    .executeTakeFirst();
  if (asked === undefined) throw new HubError('CONFLICT', 'This run is already over; there is nothing to cancel.');
  if (asked.leaseToken !== null) return asked;
  const ended = await trx
    .updateTable('sync_log')
    .set({ state: 'CANCELLED', finishedAt: now, retryAt: null, checkpoint: null })
    .where('id', '=', syncLogId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx.deleteFrom('sync_seen_page').where('syncLogId', '=', syncLogId).execute();
  await trx.updateTable('sync').set({ state: 'CANCELLED' }).where('id', '=', ended.syncId).execute();
  return ended;
}
