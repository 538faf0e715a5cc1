import type { Transaction } from 'kysely';
import type { Outbox } from '../outbound-events.js';
import { toJson } from '../platform/database/json-text.js';
import { transact } from '../platform/database/transact.js';
import { HubError } from '../platform/errors/hub-error.js';
import { problemOf, toldProblem } from '../platform/errors/problem.js';
import type { RecordStore, SweepPlace } from '../records/record-store.js';
import type { Db, Row, Tables } from '../tables.js';
import { raiseRecordCount, type CallCount } from './commit-page.js';
import { recordsChangedEvents } from './records-changed-event.js';
import { holdRun, LeaseLost, type LeasedRun } from './sync-lease.js';
import { noteSpans } from './record-spans.js';
import type { SyncState } from './sync-state.js';

interface Means {
  db: Db;
  store: RecordStore;
  outbox: Outbox;
}

/** A run that is over; `sendTold` is for after the commit. */
export interface EndedRun {
  log: Row<'sync_log'>;
  sendTold: () => void;
}

/**
 * Ends a run that read everything: sweeps what a full run did not see, moves the cursor, and says so
 * on the log, the sync and the integration, all in one transaction.
 * @throws HubError MASS_DELETION_REFUSED where the sweep would delete more than half and nobody allowed it.
 * @throws LeaseLost where the run is no longer ours.
 */
export async function succeedRun(
  { db, store, outbox }: Means,
  run: LeasedRun,
  cursor: unknown,
  calls: CallCount,
  now: number,
): Promise<EndedRun & { swept: Sweep }> {
  return transact(db, async (trx) => {
    const held = await holdRun(trx, run, now);
    const swept = held.kind === 'FULL' ? await sweep(trx, store, held) : NOTHING_SWEPT;
    const log = await closeLog(trx, run, 'SUCCEEDED', calls, { deleted: swept.deleted }, now);
    await raiseRecordCount(trx, log.syncId, -swept.deleted);
    await trx
      .updateTable('sync')
      .set({
        state: 'SUCCEEDED',
        lastSuccessAt: now,
        lastSuccessStartedAt: log.startedAt,
        ...(cursor === undefined ? {} : { cursor: toJson(cursor) }),
      })
      .where('id', '=', log.syncId)
      .execute();
    await noteSuccess(trx, log.integrationId, now);
    const { id: syncLogId, integrationId, model, kind, added, updated, deleted, unchanged } = log;
    const sendTold = await outbox.add(trx, [
      ...recordsChangedEvents(log, { added: 0, updated: 0, ...swept }),
      { type: 'sync.completed', integrationId, data: { syncLogId, model, kind, added, updated, deleted, unchanged } },
    ]);
    return { log, swept, sendTold };
  });
}

/** A connected account that synced works: what its status said against it, such as a sign-in with another account, is past. */
async function noteSuccess(trx: Transaction<Tables>, integrationId: string, now: number): Promise<void> {
  await trx
    .updateTable('integration')
    .set((row) => ({
      lastSyncAt: now,
      problem: row.case().when('state', '=', 'CONNECTED').then(null).else(row.ref('problem')).end(),
    }))
    .where('id', '=', integrationId)
    .execute();
}

type Sweep = Awaited<ReturnType<RecordStore['sweep']>>;

const NOTHING_SWEPT: Sweep = { deleted: 0, sequenceBefore: null };

async function sweep(trx: Transaction<Tables>, store: RecordStore, log: Row<'sync_log'>) {
  const { integrationId, model, id: syncLogId } = log;
  const place = { integrationId, model, syncLogId, beganAt: log.startedAt ?? log.queuedAt };
  if (log.massDeletionAllowedAt === null) await refuseMassDeletion(trx, store, place);
  const swept = await store.sweep(trx, place);
  if (swept.sequenceBefore !== null) {
    await noteSpans(trx, [{ integrationId, sequenceBefore: swept.sequenceBefore, syncLogId }]);
  }
  return swept;
}

async function refuseMassDeletion(trx: Transaction<Tables>, store: RecordStore, place: SweepPlace): Promise<void> {
  const unseen = await store.countUnseen(trx, place);
  if (unseen === 0) return;
  const stored = await store.countLive(trx, place);
  const read = stored - unseen;
  if (read >= stored / 2) return;
  throw new HubError(
    'MASS_DELETION_REFUSED',
    `The provider gave ${read} of the ${stored} ${place.model} records that are stored. In case it hid the rest, ` +
      'nothing was marked deleted. If they are really gone, sync again with "allow mass deletion".',
  );
}

/**
 * Ends a run that failed or was cancelled. What its pages committed stays, and so does the old cursor.
 * @throws LeaseLost where the run is no longer ours.
 */
export async function closeRun(
  { db, outbox }: Pick<Means, 'db' | 'outbox'>,
  run: LeasedRun,
  state: Extract<SyncState, 'FAILED' | 'CANCELLED'>,
  error: HubError | null,
  calls: CallCount,
  now: number,
): Promise<EndedRun> {
  return transact(db, async (trx) => {
    const problem = error === null ? null : toJson(problemOf(error, now));
    const log = await closeLog(trx, run, state, calls, { problem }, now);
    await trx.updateTable('sync').set({ state }).where('id', '=', log.syncId).execute();
    if (state === 'CANCELLED') return { log, sendTold: () => undefined };
    const { id: syncLogId, integrationId, model, kind } = log;
    const told = { syncLogId, model, kind, problem: error === null ? null : toldProblem(error) };
    return { log, sendTold: await outbox.add(trx, [{ type: 'sync.failed', integrationId, data: told }]) };
  });
}

/**
 * Puts a run back: PAUSED until a time, or QUEUED to be taken at once. It goes on at its checkpoint.
 * @throws LeaseLost where the run is no longer ours.
 */
export async function putBackRun(
  db: Db,
  { log, token }: LeasedRun,
  pause: { error: HubError; until: number } | null,
  calls: CallCount,
  now: number,
): Promise<Row<'sync_log'>> {
  const state = pause === null ? 'QUEUED' : 'PAUSED';
  return transact(db, async (trx) => {
    const put = await trx
      .updateTable('sync_log')
      .set((eb) => ({
        state,
        leaseToken: null,
        leasedUntil: null,
        retryAt: pause?.until ?? null,
        wokenAt: null,
        problem: pause === null ? null : toJson({ ...problemOf(pause.error, now), retryAt: pause.until }),
        pauses: pause === null ? eb.ref('pauses') : eb('pauses', '+', 1),
        apiCalls: eb('apiCalls', '+', calls.apiCalls),
        retries: eb('retries', '+', calls.retries),
      }))
      .where('id', '=', log.id)
      .where('leaseToken', '=', token)
      .returningAll()
      .executeTakeFirst();
    if (put === undefined) throw new LeaseLost();
    await trx.updateTable('sync').set({ state }).where('id', '=', log.syncId).execute();
    return put;
  });
}

async function closeLog(
  trx: Transaction<Tables>,
  { log, token }: LeasedRun,
  state: SyncState,
  calls: CallCount,
  outcome: { deleted?: number; problem?: Row<'sync_log'>['problem'] },
  now: number,
): Promise<Row<'sync_log'>> {
  const closed = await trx
    .updateTable('sync_log')
    .set((eb) => ({
      state,
      finishedAt: now,
      problem: outcome.problem ?? null,
      deleted: eb('deleted', '+', outcome.deleted ?? 0),
      apiCalls: eb('apiCalls', '+', calls.apiCalls),
      retries: eb('retries', '+', calls.retries),
      checkpoint: null,
      leaseToken: null,
      leasedUntil: null,
      retryAt: null,
    }))
    .where('id', '=', log.id)
    .where('leaseToken', '=', token)
    .returningAll()
    .executeTakeFirst();
  if (closed === undefined) throw new LeaseLost();
  await trx.deleteFrom('sync_seen_page').where('syncLogId', '=', log.id).execute();
  return closed;
}
