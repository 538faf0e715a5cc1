import type { JobStatus } from '../platform/jobs/jobs.js';
import { fromJson } from '../platform/database/json-text.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';

/** Listed at the most: the list is for people. */
const MAX_SYNCS = 1_000;

/** A schedule of one sync, shown among the scheduler's jobs; `schedule-syncs` queues its runs. */
export interface SyncSchedule extends JobStatus {
  sync: Row<'sync'>;
}

type Kind = 'FULL' | 'INCREMENTAL';

interface LastRun {
  startedAt: number | null;
  finishedAt: number | null;
  state: string;
  problem: Row<'sync_log'>['problem'];
}

/** The schedules of the newest syncs, two a sync at most, with what became of the last run of each. */
export async function listSyncSchedules(scope: Scope): Promise<SyncSchedule[]> {
  const syncs = await scope.read
    .from('sync')
    .innerJoin('integration', 'integration.id', 'sync.integrationId')
    .selectAll('sync')
    .select('integration.providerId')
    .orderBy('sync.id', 'desc')
    .limit(MAX_SYNCS)
    .execute();
  const lastRuns = await loadLastRuns(
    scope,
    syncs.map(({ id }) => id),
  );
  return syncs.flatMap((sync) => {
    const schedules = scope.services.syncs.schedulesOf(sync, sync.providerId);
    return [
      scheduleOf(sync, 'FULL', schedules.full, sync.nextFullAt, lastRuns.get(`${sync.id} FULL`)),
      scheduleOf(
        sync,
        'INCREMENTAL',
        schedules.incremental,
        sync.nextIncrementalAt,
        lastRuns.get(`${sync.id} INCREMENTAL`),
      ),
    ].filter((schedule) => schedule !== null);
  });
}

function scheduleOf(
  sync: Row<'sync'>,
  kind: Kind,
  schedule: string | null,
  nextRunAt: number | null,
  last: LastRun | undefined,
): SyncSchedule | null {
  if (schedule === null) return null;
  return {
    sync,
    name: `${kind === 'FULL' ? 'full-sync' : 'incremental-sync'} ${sync.model} ${sync.id}`,
    schedule,
    nextRunAt,
    lastRunAt: last?.startedAt ?? null,
    lastFinishedAt: last?.finishedAt ?? null,
    failCount: last?.state === 'FAILED' ? 1 : 0,
    failReason: last === undefined ? null : (fromJson(last.problem)?.message ?? null),
    running: last?.state === 'RUNNING',
  };
}

async function loadLastRuns(scope: Scope, syncIds: readonly string[]): Promise<Map<string, LastRun>> {
  if (syncIds.length === 0) return new Map();
  const runs = await scope.read
    .from('sync_log')
    .select(['syncId', 'kind', 'startedAt', 'finishedAt', 'state', 'problem'])
    .where('sync_log.id', 'in', ({ selectFrom }) =>
      selectFrom('sync_log as run')
        .where('run.syncId', 'in', syncIds)
        .groupBy(['run.syncId', 'run.kind'])
        .select(({ fn }) => fn.max('run.id').as('lastId')),
    )
    .execute();
  return new Map(runs.map((run) => [`${run.syncId} ${run.kind}`, run]));
}
