import type { Transaction } from 'kysely';
import type { HubEvents } from '../events.js';
import type { Outbox } from '../outbound-events.js';
import type { Engine } from '../platform/database/open-database.js';
import type { EventBus } from '../platform/events/event-bus.js';
import type { RecordChanges, RecordStore } from '../records/record-store.js';
import type { ToldChanges } from '../records/told-state.js';
import type { Row, Tables } from '../tables.js';
import { raiseRecordCount, type CallCount } from './commit-page.js';
import { noteSpans } from './record-spans.js';
import { insertRealtimeLogs } from './realtime-logs.js';
import { recordsChangedEvents } from './records-changed-event.js';

/** What one webhook event changes of one model of one integration. */
export interface RealtimeRun {
  told: ToldChanges;
  queuedAt: number;
  startedAt: number;
  calls: CallCount;
}

export interface CommittedRun {
  log: Pick<Row<'sync_log'>, 'id' | 'integrationId' | 'model'>;
  changes: RecordChanges;
  /** After the commit. */
  sendTold: () => void;
}

interface Dependencies {
  engine: Engine;
  store: RecordStore;
  events: EventBus<HubEvents>;
  outbox: Outbox;
  clock: () => number;
}

/** Writes what webhooks told as runs of kind REALTIME: begun, read and over in the caller's transaction. */
export class RealtimeRuns {
  constructor(private readonly deps: Dependencies) {}

  /**
   * Commits runs of one sync, in their order. Several syncs are to come in the order of their integrations, so that
   * no two transactions wait for each other.
   */
  async commit(
    trx: Transaction<Tables>,
    sync: Pick<Row<'sync'>, 'id' | 'integrationId' | 'model'>,
    runs: readonly RealtimeRun[],
  ): Promise<CommittedRun[]> {
    const { engine, store, outbox, clock } = this.deps;
    const changes = await store.applyTold(
      trx,
      sync,
      runs.map(({ told }) => told),
    );
    const ended = changes.map((change, index) => ({ ...(runs[index] as RealtimeRun), changes: change }));
    const ids = await insertRealtimeLogs(trx, engine, sync, ended, clock());
    await noteSpans(
      trx,
      changes.flatMap(({ sequenceBefore }, index) => {
        const syncLogId = ids[index] as string;
        return sequenceBefore === null ? [] : [{ integrationId: sync.integrationId, sequenceBefore, syncLogId }];
      }),
    );
    await raiseRecordCount(
      trx,
      sync.id,
      changes.reduce((total, { added, deleted }) => total + added - deleted, 0),
    );
    const { integrationId, model } = sync;
    const committed = changes.map((change, index) => ({
      log: { id: ids[index] as string, integrationId, model },
      changes: change,
    }));
    const told = committed.flatMap(({ log, changes: change }) => recordsChangedEvents(log, change));
    const sendTold = await outbox.add(trx, told);
    return committed.map((run) => ({ ...run, sendTold }));
  }

  /** Tells of runs once they are committed. */
  announce(committed: readonly CommittedRun[]): void {
    const { events, clock } = this.deps;
    const at = clock();
    for (const sendTold of new Set(committed.map((run) => run.sendTold))) sendTold();
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
