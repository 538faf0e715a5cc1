import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { transact } from '../platform/database/transact.js';
import type { Db, Row, Tables } from '../tables.js';
import { queueRuns, type QueuedRun } from './queue-run.js';
import { nextDueAt } from './sync-schedule.js';

/** Syncs taken in one transaction. */
const BATCH = 200;
/** When a full run is asked for again that found another kind of run under way. */
const ASK_AGAIN_MS = 60_000;

/** The schedules of a sync: its own, else the provider's default; null where nothing is scheduled. */
export interface Schedules {
  full: string | null;
  incremental: string | null;
}

export type SchedulesOf = (sync: Row<'sync'> & { providerId: string }) => Schedules;

/**
 * Queues a run of every connected sync whose time has come, and moves its time. Gives the new runs, batch
 * by batch; between two batches others have their turn.
 * @param switchedOff providers whose syncs wait until they are switched on again.
 */
export async function* queueDueSyncs(
  db: Db,
  schedulesOf: SchedulesOf,
  switchedOff: readonly string[],
  now: number,
): AsyncGenerator<readonly Row<'sync_log'>[]> {
  for (;;) {
    const batch = await transact(db, (trx) => queueBatch(trx, schedulesOf, switchedOff, now));
    yield batch.queued;
    if (batch.taken < BATCH) return;
    await nextTurn();
  }
}

async function queueBatch(
  trx: Transaction<Tables>,
  schedulesOf: SchedulesOf,
  switchedOff: readonly string[],
  now: number,
): Promise<{ taken: number; queued: Row<'sync_log'>[] }> {
  const due = await trx
    .selectFrom('sync')
    .innerJoin('integration', 'integration.id', 'sync.integrationId')
    .selectAll('sync')
    .select('integration.providerId')
    .where('integration.state', '=', 'CONNECTED')
    .$if(switchedOff.length > 0, (syncs) => syncs.where('integration.providerId', 'not in', switchedOff))
    .where('sync.disabledAt', 'is', null)
    .where((eb) => eb.or([eb('sync.nextFullAt', '<=', now), eb('sync.nextIncrementalAt', '<=', now)]))
    .limit(BATCH)
    .execute();
  const full = due.filter((sync) => sync.nextFullAt !== null && sync.nextFullAt <= now);
  const incremental = due.filter((sync) => !full.includes(sync));
  const runs = [
    ...(await queueRuns(trx, full, { kind: 'FULL', trigger: 'SCHEDULE' }, now)),
    ...(await queueRuns(trx, incremental, { kind: 'INCREMENTAL', trigger: 'SCHEDULE' }, now)),
  ];
  const runOf = new Map(runs.map((run) => [run.log.syncId, run]));
  for (const sync of due) await moveTimes(trx, sync, schedulesOf(sync), runOf.get(sync.id), now);
  return { taken: due.length, queued: runs.filter(({ isNew }) => isNew).map(({ log }) => log) };
}

/** A full run that comes due also serves for the incremental one of the same moment; not the other way round. */
async function moveTimes(
  trx: Pick<Db, 'updateTable'>,
  sync: Row<'sync'>,
  schedules: Schedules,
  run: QueuedRun | undefined,
  now: number,
): Promise<void> {
  // One that has no time though it has a schedule was given the schedule by a later release or declaration.
  const moved = (at: number | null, schedule: string | null) =>
    schedule === null ? null : at !== null && at > now ? at : nextDueAt(schedule, sync.id, now);
  const isFullDue = sync.nextFullAt !== null && sync.nextFullAt <= now;
  const isMissed = isFullDue && schedules.full !== null && run?.log.kind !== 'FULL';
  await trx
    .updateTable('sync')
    .set({
      nextFullAt: isMissed ? now + ASK_AGAIN_MS : moved(sync.nextFullAt, schedules.full),
      nextIncrementalAt: moved(sync.nextIncrementalAt, schedules.incremental),
    })
    .where('id', '=', sync.id)
    .execute();
}
