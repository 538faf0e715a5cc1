import type { Transaction } from 'kysely';
import { newId } from '../platform/id.js';
import type { Row, Tables } from '../tables.js';
import { ACTIVE_STATES, type SyncKind, type SyncTrigger } from './sync-state.js';

export interface RunRequest {
  kind: Exclude<SyncKind, 'REALTIME'>;
  trigger: SyncTrigger;
  isMassDeletionAllowed?: boolean;
  /** User who asks for it. */
  triggeredBy?: string;
}

export interface QueuedRun {
  log: Row<'sync_log'>;
  /** False where it was under way already. */
  isNew: boolean;
}

/** What is found under way may end before it is read; then there is room for a new one. */
const MAX_TRIES = 5;

/**
 * Queues a run of each sync, or finds the one that is under way: a unique index lets only one be active.
 * A run that still waits as incremental becomes full where a full one is asked for. An incremental run of
 * a sync that never succeeded is a full one.
 *
 * Of the rows of a sync, the run's is always locked first (a commit of the run does the same), and of
 * several runs in the order of their syncs' ids: so no two transactions wait for each other.
 */
export async function queueRuns(
  trx: Transaction<Tables>,
  syncs: readonly Row<'sync'>[],
  request: RunRequest,
  now: number,
): Promise<QueuedRun[]> {
  const runs = new Map<string, QueuedRun>();
  let left = syncs.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for (let tries = 1; left.length > 0 && tries <= MAX_TRIES; tries += 1) {
    for (const log of await insertRuns(trx, left, request, now)) runs.set(log.syncId, { log, isNew: true });
    left = left.filter(({ id }) => !runs.has(id));
    for (const log of await joinRuns(trx, left, request, now)) runs.set(log.syncId, { log, isNew: false });
    left = left.filter(({ id }) => !runs.has(id));
  }
  return syncs.flatMap(({ id }) => runs.get(id) ?? []);
}

async function insertRuns(
  trx: Transaction<Tables>,
  syncs: readonly Row<'sync'>[],
  request: RunRequest,
  now: number,
): Promise<Row<'sync_log'>[]> {
  const queued = await trx
    .insertInto('sync_log')
    .values(syncs.map((sync) => rowOf(sync, request, now)))
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .execute();
  if (queued.length > 0) {
    const syncIds = queued.map(({ syncId }) => syncId);
    await trx.updateTable('sync').set({ state: 'QUEUED' }).where('id', 'in', syncIds).execute();
  }
  return queued;
}

async function joinRuns(
  trx: Transaction<Tables>,
  syncs: readonly Row<'sync'>[],
  request: RunRequest,
  now: number,
): Promise<Row<'sync_log'>[]> {
  if (syncs.length === 0) return [];
  const syncIds = syncs.map(({ id }) => id);
  if (request.kind === 'FULL') await askForFull(trx, syncIds, request, now);
  return trx
    .selectFrom('sync_log')
    .selectAll()
    .where('syncId', 'in', syncIds)
    .where('state', 'in', ACTIVE_STATES)
    .execute();
}

async function askForFull(
  trx: Transaction<Tables>,
  syncIds: readonly string[],
  { isMassDeletionAllowed }: RunRequest,
  now: number,
): Promise<void> {
  await trx
    .updateTable('sync_log')
    .set({ kind: 'FULL' })
    .where('syncId', 'in', syncIds)
    .where('state', '=', 'QUEUED')
    .where('startedAt', 'is', null)
    .execute();
  if (!isMassDeletionAllowed) return;
  // Also for one that has begun: the permission counts at its end.
  await trx
    .updateTable('sync_log')
    .set({ massDeletionAllowedAt: now })
    .where('syncId', 'in', syncIds)
    .where('state', 'in', ACTIVE_STATES)
    .where('kind', '=', 'FULL')
    .execute();
}

function rowOf(sync: Row<'sync'>, { kind, trigger, isMassDeletionAllowed, triggeredBy }: RunRequest, now: number) {
  return {
    id: newId('slog'),
    syncId: sync.id,
    integrationId: sync.integrationId,
    model: sync.model,
    kind: sync.lastSuccessAt === null ? ('FULL' as const) : kind,
    trigger,
    triggeredBy: triggeredBy ?? null,
    state: 'QUEUED' as const,
    queuedAt: now,
    // Scheduled ones get their job when they are in line, those that somebody asked for at once.
    wokenAt: trigger === 'SCHEDULE' ? null : now,
    pages: 0,
    apiCalls: 0,
    retries: 0,
    added: 0,
    updated: 0,
    deleted: 0,
    unchanged: 0,
    pauses: 0,
    massDeletionAllowedAt: isMassDeletionAllowed ? now : null,
  };
}
