import type { Transaction } from 'kysely';
import type { Db, Row, Tables } from '../tables.js';
import { queueRuns, type QueuedRun } from './queue-run.js';
import { ACTIVE_STATES } from './sync-state.js';

const BATCH = 200;

/**
 * Asks for an incremental run of each sync because the provider told of a change. However often it tells, one
 * run that has yet to begin reads all of it; one that has begun may have passed the change, and is followed by
 * another (`queueWantedPolls`).
 */
export async function wantPolls(
  trx: Transaction<Tables>,
  syncs: readonly Row<'sync'>[],
  now: number,
): Promise<QueuedRun[]> {
  const runs = await queueRuns(trx, syncs, { kind: 'INCREMENTAL', trigger: 'WEBHOOK' }, now);
  const begun = runs.filter(({ log }) => log.startedAt !== null).map(({ log }) => log.syncId);
  if (begun.length > 0) await trx.updateTable('sync').set({ pollWantedAt: now }).where('id', 'in', begun).execute();
  return runs;
}

/** Whether anything is left to queue; hardly ever. */
export async function isPollWanted(db: Db): Promise<boolean> {
  const one = await db
    .selectFrom('sync')
    .select('id')
    .where('pollWantedAt', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

/** Queues what is wanted of syncs that nothing runs of. @param syncId only of this one. */
export async function queueWantedPolls(
  trx: Transaction<Tables>,
  now: number,
  syncId: string | null = null,
): Promise<Row<'sync_log'>[]> {
  const wanted = await trx
    .selectFrom('sync')
    .innerJoin('integration', 'integration.id', 'sync.integrationId')
    .selectAll('sync')
    .where('integration.state', '=', 'CONNECTED')
    .where('sync.pollWantedAt', 'is not', null)
    .where('sync.disabledAt', 'is', null)
    .$if(syncId !== null, (syncs) => syncs.where('sync.id', '=', syncId))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('sync_log')
            .select('sync_log.id')
            .whereRef('sync_log.syncId', '=', 'sync.id')
            .where('sync_log.state', 'in', ACTIVE_STATES),
        ),
      ),
    )
    .limit(BATCH)
    .execute();
  if (wanted.length === 0) return [];
  const runs = await queueRuns(trx, wanted, { kind: 'INCREMENTAL', trigger: 'WEBHOOK' }, now);
  return runs.filter(({ isNew }) => isNew).map(({ log }) => log);
}
