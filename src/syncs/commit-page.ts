import type { Transaction } from 'kysely';
import type { Outbox } from '../outbound-events.js';
import { toJson } from '../platform/database/json-text.js';
import { transact } from '../platform/database/transact.js';
import type { FoundRecord, RecordChanges, RecordStore } from '../records/record-store.js';
import type { Db, Row, Tables } from '../tables.js';
import { noteSpans } from './record-spans.js';
import { recordsChangedEvents } from './records-changed-event.js';
import { holdRun, type LeasedRun } from './sync-lease.js';

/** Calls that a run made since its last page. */
export interface CallCount {
  apiCalls: number;
  retries: number;
}

/** How far a run has come: written with each page, so that a crash loses none and repeats none. */
export interface Progress {
  /** The provider's own place after the page; null after the last. */
  at: unknown;
  /** Where the next incremental run begins; absent while no page said so. */
  cursor?: unknown;
}

/**
 * Writes one page in one transaction: records, tombstones, what was seen, progress and counts. A
 * crash leaves either all of it or nothing. `sendTold` is for after the commit.
 * @throws LeaseLost where the run is no longer ours.
 */
export async function commitPage(
  { db, store, outbox }: { db: Db; store: RecordStore; outbox: Outbox },
  run: LeasedRun,
  page: { records: readonly FoundRecord[]; deletedIds: readonly string[]; progress: Progress; calls: CallCount },
  now: number,
): Promise<{ changes: RecordChanges; log: Row<'sync_log'>; sendTold: () => void }> {
  return transact(db, async (trx) => {
    const { log } = run;
    const { integrationId, model } = log;
    await holdRun(trx, run, now);
    const { records, deletedIds } = page;
    const changes = await store.applyPage(trx, { integrationId, model, records, deletedIds });
    if (changes.sequenceBefore !== null) {
      await noteSpans(trx, [{ integrationId, sequenceBefore: changes.sequenceBefore, syncLogId: log.id }]);
    }
    const raised = await trx
      .updateTable('sync_log')
      .set((eb) => ({
        pages: eb('pages', '+', 1),
        apiCalls: eb('apiCalls', '+', page.calls.apiCalls),
        retries: eb('retries', '+', page.calls.retries),
        added: eb('added', '+', changes.added),
        updated: eb('updated', '+', changes.updated),
        deleted: eb('deleted', '+', changes.deleted),
        unchanged: eb('unchanged', '+', changes.unchanged),
        checkpoint: toJson<unknown>(page.progress),
        pauses: 0,
        problem: null,
      }))
      .where('id', '=', log.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (log.kind === 'FULL') await rememberSeen(trx, raised, records);
    await raiseRecordCount(trx, log.syncId, changes.added - changes.deleted);
    const sendTold = await outbox.add(trx, recordsChangedEvents(log, changes));
    return { changes, log: raised, sendTold };
  });
}

async function rememberSeen(
  trx: Transaction<Tables>,
  log: Row<'sync_log'>,
  records: readonly FoundRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await trx
    .insertInto('sync_seen_page')
    .values({ syncLogId: log.id, page: log.pages, externalIds: toJson(records.map(({ externalId }) => externalId)) })
    .execute();
}

/** Raises a sync's count of live records. */
export async function raiseRecordCount(trx: Transaction<Tables>, syncId: string, by: number): Promise<void> {
  if (by === 0) return;
  await trx
    .updateTable('sync')
    .set((eb) => ({ recordCount: eb('recordCount', '+', by) }))
    .where('id', '=', syncId)
    .execute();
}
