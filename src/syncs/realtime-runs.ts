import type { Transaction } from 'kysely';
import type { HubEvents } from '../events.js';
import type { EventBus } from '../platform/events/event-bus.js';
import { newId } from '../platform/id.js';
import type { RecordChanges, RecordStore, ToldChanges } from '../records/record-store.js';
import type { Row, Tables } from '../tables.js';
import { raiseRecordCount, type CallCount } from './commit-page.js';

/** What one webhook event changes of one model of one integration. */
export interface RealtimeRun {
  sync: Pick<Row<'sync'>, 'id' | 'integrationId' | 'model'>;
  told: ToldChanges;
  queuedAt: number;
  startedAt: number;
  calls: CallCount;
}

export interface CommittedRun {
  log: Row<'sync_log'>;
  changes: RecordChanges;
}

/** Writes what webhooks told as runs of kind REALTIME: begun, read and over in the caller's transaction. */
export class RealtimeRuns {
  constructor(private readonly deps: { store: RecordStore; events: EventBus<HubEvents>; clock: () => number }) {}

  /** Several runs are to come in the order of their integrations, so that no two transactions wait for each other. */
  async commit(trx: Transaction<Tables>, run: RealtimeRun): Promise<CommittedRun> {
    const { sync, told, queuedAt, startedAt, calls } = run;
    const changes = await this.deps.store.applyTold(trx, told);
    const { added, updated, deleted, unchanged } = changes;
    const log = await trx
      .insertInto('sync_log')
      .values({
        id: newId('slog'),
        syncId: sync.id,
        integrationId: sync.integrationId,
        model: sync.model,
        kind: 'REALTIME',
        trigger: 'WEBHOOK',
        state: 'SUCCEEDED',
        queuedAt,
        startedAt,
        finishedAt: this.deps.clock(),
        pages: 1,
        ...calls,
        added,
        updated,
        deleted,
        unchanged,
        pauses: 0,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await raiseRecordCount(trx, sync.id, added - deleted);
    return { log, changes };
  }

  /** Tells of runs once they are committed. */
  announce(committed: readonly CommittedRun[]): void {
    const { events, clock } = this.deps;
    const at = clock();
    for (const { log, changes } of committed) {
      events.publish('syncProgressed', { integrationId: log.integrationId, syncLogId: log.id, at });
      if (changes.sequenceBefore === null) continue;
      const { added, updated, deleted, sequenceBefore } = changes;
      const { integrationId, model, id: syncLogId } = log;
      events.publish('recordsChanged', {
        integrationId,
        model,
        added,
        updated,
        deleted,
        sequenceBefore,
        syncLogId,
        at,
      });
    }
    for (const integrationId of new Set(committed.map(({ log }) => log.integrationId))) {
      events.publish('connectionStatusChanged', { integrationId, previous: null, at });
    }
  }
}
