import type { Transaction } from 'kysely';
import type { AuditNote } from '../audit/audit-note.js';
import type { HubEvents } from '../events.js';
import { transact } from '../platform/database/transact.js';
import type { EventBus } from '../platform/events/event-bus.js';
import { newId } from '../platform/id.js';
import type { Jobs } from '../platform/jobs/jobs.js';
import type { ModelDefinition, ProviderDefinition } from '../providers/provider.js';
import type { RecordStore } from '../records/record-store.js';
import type { Db, Row, Tables } from '../tables.js';
import { addMissingSyncs } from './add-missing-syncs.js';
import { cancelRun } from './cancel-run.js';
import { changeSchedule, nextTimes, NOTHING_SCHEDULED, type ScheduleChange } from './change-schedule.js';
import { queueDueSyncs, type Schedules, type SchedulesOf } from './due-syncs.js';
import { queueRuns, type RunRequest } from './queue-run.js';
import { removeOldSyncLogs } from './sync-log-retention.js';
import { eraseSynced, stopSyncs } from './stop-syncs.js';
import type { SyncRunner } from './sync-runner.js';
import { findUnscheduled } from './unscheduled.js';
import { takeWaitingRuns } from './waiting-runs.js';
import { isPollWanted, queueWantedPolls } from './wanted-polls.js';

/** Of a provider that this release no longer has. */
const SYNC_JOB = 'sync';
const SCHEDULE_JOB = 'schedule-syncs';
const RETENTION_JOB = 'remove-old-sync-logs';
const SCHEDULE_EVERY = '10 seconds';
/** Of each provider: one that hangs holds up its own runs only. */
const RUNS_AT_A_TIME = 10;
/** What follows a connection has mostly followed by then. */
const GRACE_MS = 10_000;
/** Connections older than that are looked at when a process starts. */
const RECENTLY_MS = 60 * 60_000;

export interface SyncsDependencies {
  db: Db;
  engine: 'sqlite' | 'postgresql';
  store: RecordStore;
  runner: SyncRunner;
  jobs: Jobs;
  events: EventBus<HubEvents>;
  clock: () => number;
  /** Age at which runs are removed, in milliseconds. */
  keepLogsMs: number;
  providerOf(providerId: string): ProviderDefinition | null;
  /** Those that have models. */
  providers(): readonly ProviderDefinition[];
  /** Ids of the providers that an operator has switched off. */
  switchedOff(): Promise<readonly string[]>;
}

/** Keeps models in step: which syncs there are, when they run, and what people ask of them. */
export class Syncs {
  /** Providers whose runs are jobs of their own. */
  private readonly withRuns = new Set<string>();

  constructor(private readonly deps: SyncsDependencies) {}

  /** Announces the jobs; before the scheduler starts. */
  defineJobs(): void {
    const { jobs, providers } = this.deps;
    this.defineRuns(SYNC_JOB);
    for (const { id } of providers()) this.defineRunsOf(id);
    jobs.define({ name: SCHEDULE_JOB, concurrency: 1, run: () => this.queueDue() });
    const { db, clock, keepLogsMs } = this.deps;
    jobs.define({ name: RETENTION_JOB, concurrency: 1, run: () => removeOldSyncLogs(db, clock(), keepLogsMs) });
  }

  private defineRunsOf(providerId: string): void {
    if (this.withRuns.has(providerId)) return;
    this.withRuns.add(providerId);
    this.defineRuns(syncJobOf(providerId));
  }

  private defineRuns(name: string): void {
    const { jobs, runner } = this.deps;
    jobs.define<{ syncLogId: string }>({
      name,
      concurrency: RUNS_AT_A_TIME,
      run: async ({ data, signal, touch }) => {
        await runner.run(data.syncLogId, { signal, touch });
        await this.followUp(data.syncLogId);
      },
    });
  }

  /** A provider that this release does not bring, or other models of it. */
  async onDeclared({ id, models }: ProviderDefinition): Promise<void> {
    const { db, clock } = this.deps;
    this.defineRunsOf(id);
    if ((await addMissingSyncs(db, id, models, clock())) > 0) await this.queueDue();
  }

  /** Takes up what the last process left, and begins to schedule. */
  async start(): Promise<void> {
    const { db, engine, jobs } = this.deps;
    if (engine === 'sqlite') {
      // One process on SQLite: whoever held a lease is dead.
      await db
        .updateTable('sync_log')
        .set({ state: 'QUEUED', leaseToken: null, leasedUntil: null, wokenAt: null })
        .where('state', 'in', ['QUEUED', 'RUNNING'])
        .execute();
    }
    await jobs.every(SCHEDULE_JOB, SCHEDULE_EVERY);
    await jobs.every(RETENTION_JOB, '1 day');
    await this.beginWhatWasNotBegun(0);
    for (const provider of this.deps.providers()) await this.onDeclared(provider);
    await this.wake(await takeWaitingRuns(db, this.deps.clock()));
  }

  /** Queues what is due, and wakes what waits and no job took. */
  async queueDue(): Promise<void> {
    const { db, clock, switchedOff } = this.deps;
    await this.beginWhatWasNotBegun(clock() - RECENTLY_MS);
    const schedulesOf: SchedulesOf = (sync) => this.schedulesOf(sync, sync.providerId);
    for await (const queued of queueDueSyncs(db, schedulesOf, await switchedOff(), clock())) this.announce(queued);
    if (await isPollWanted(db)) await this.announceAndWake(await transact(db, (trx) => queueWantedPolls(trx, clock())));
    await this.wake(await takeWaitingRuns(db, clock()));
  }

  /** What the provider told of while a run was under way is read by another. */
  private async followUp(syncLogId: string): Promise<void> {
    const { db, clock } = this.deps;
    const sync = await db
      .selectFrom('sync_log')
      .innerJoin('sync', 'sync.id', 'sync_log.syncId')
      .select('sync.id')
      .where('sync_log.id', '=', syncLogId)
      .where('sync.pollWantedAt', 'is not', null)
      .executeTakeFirst();
    if (sync === undefined) return;
    await this.announceAndWake(await transact(db, (trx) => queueWantedPolls(trx, clock(), sync.id)));
  }

  /** A process may die between the commit that connects an account and what follows it. */
  private async beginWhatWasNotBegun(since: number): Promise<void> {
    const { db, clock } = this.deps;
    for (const id of await findUnscheduled(db, { since, until: clock() - GRACE_MS })) await this.onConnected(id);
  }

  /** Gives an integration its syncs and queues the first runs: full for what is new, incremental after a reconnect. */
  async onConnected(integrationId: string): Promise<void> {
    const { db, clock, providerOf } = this.deps;
    const now = clock();
    const runs = await transact(db, async (trx) => {
      const { providerId, state } = await trx
        .selectFrom('integration')
        .select(['providerId', 'state'])
        .where('id', '=', integrationId)
        .executeTakeFirstOrThrow();
      const models = providerOf(providerId)?.models ?? [];
      // It may have been disconnected again meanwhile.
      if (models.length === 0 || state !== 'CONNECTED') return [];
      await trx
        .insertInto('sync')
        .values(models.map((model) => newSync(integrationId, model, now)))
        .onConflict((conflict) => conflict.columns(['integrationId', 'model']).doNothing())
        .execute();
      const syncs = await trx.selectFrom('sync').selectAll().where('integrationId', '=', integrationId).execute();
      const queued = await queueRuns(trx, syncs, { kind: 'INCREMENTAL', trigger: 'INITIAL' }, now);
      for (const sync of syncs) {
        const next = nextTimes(sync, this.schedulesOf(sync, providerId), now);
        await trx.updateTable('sync').set(next).where('id', '=', sync.id).execute();
      }
      return queued;
    });
    await this.announceAndWake(runs.map(({ log }) => log));
  }

  /** Schedules nothing more while the owner has to connect the account again. Syncs and records stay. */
  async onRefused(integrationId: string): Promise<void> {
    const { db, events, clock } = this.deps;
    const { numUpdatedRows } = await db
      .updateTable('sync')
      .set(NOTHING_SCHEDULED)
      .where('integrationId', '=', integrationId)
      .where((eb) => eb.or([eb('nextFullAt', 'is not', null), eb('nextIncrementalAt', 'is not', null)]))
      // It may have been connected again meanwhile.
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('integration')
            .select('integration.id')
            .where('integration.id', '=', integrationId)
            .where('integration.state', '!=', 'CONNECTED'),
        ),
      )
      .executeTakeFirst();
    if (numUpdatedRows > 0n) {
      events.publish('connectionStatusChanged', { integrationId, previous: null, at: clock() });
    }
  }

  /**
   * Stops what runs and schedules nothing more; erases what was synced where that was asked. Gives what is
   * to be done after the commit.
   */
  async onDisconnected(
    trx: Transaction<Tables>,
    integrationId: string,
    { deleteRecords }: { deleteRecords: boolean },
  ): Promise<() => void> {
    const { store, clock, runner } = this.deps;
    const cancelled = await stopSyncs(trx, integrationId, clock());
    if (deleteRecords) await eraseSynced(trx, store, integrationId);
    return () => {
      for (const log of cancelled) runner.stop(log.id);
      this.announce(cancelled);
    };
  }

  /**
   * Queues a run of each sync, or joins the one under way. The caller has seen to it that the viewer may.
   */
  async trigger(syncs: readonly Row<'sync'>[], request: RunRequest, note?: AuditNote): Promise<Row<'sync_log'>[]> {
    const { db, clock } = this.deps;
    const runs = await transact(db, async (trx) => {
      const queued = await queueRuns(trx, syncs, request, clock());
      await note?.(trx, clock());
      return queued;
    });
    await this.announceAndWake(runs.filter(({ isNew }) => isNew).map(({ log }) => log));
    return runs.map(({ log }) => log);
  }

  /**
   * Cancels a run. One that waits ends at once; one that works ends before its next page.
   * @throws HubError CONFLICT where it is already over.
   */
  async cancel(syncLogId: string, note?: AuditNote): Promise<Row<'sync_log'>> {
    const { db, clock, runner } = this.deps;
    const log = await transact(db, async (trx) => {
      const cancelled = await cancelRun(trx, syncLogId, clock());
      await note?.(trx, clock());
      return cancelled;
    });
    runner.stop(syncLogId);
    this.announce([log]);
    return log;
  }

  /**
   * Switches a sync's schedule on or off, or changes it; null goes back to the provider's default,
   * undefined leaves as it is.
   * @throws HubError BAD_INPUT where a schedule cannot be read.
   */
  async update(
    sync: Row<'sync'>,
    integration: Pick<Row<'integration'>, 'providerId' | 'state'>,
    change: ScheduleChange,
    note?: AuditNote,
  ): Promise<Row<'sync'>> {
    const { db, clock, events } = this.deps;
    const now = clock();
    const changed = changeSchedule(sync, change, now);
    const next =
      integration.state === 'CONNECTED'
        ? nextTimes(changed, this.schedulesOf(changed, integration.providerId), now)
        : NOTHING_SCHEDULED;
    const { fullSchedule, incrementalSchedule, disabledAt } = changed;
    const updated = await transact(db, async (trx) => {
      await note?.(trx, now);
      return trx
        .updateTable('sync')
        .set({ fullSchedule, incrementalSchedule, disabledAt, ...next })
        .where('id', '=', sync.id)
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    events.publish('connectionStatusChanged', { integrationId: sync.integrationId, previous: null, at: now });
    return updated;
  }

  /** The schedules that hold for a sync. */
  schedulesOf(
    sync: Pick<Row<'sync'>, 'model' | 'fullSchedule' | 'incrementalSchedule'>,
    providerId: string,
  ): Schedules {
    const model = this.deps.providerOf(providerId)?.models.find(({ name }) => name === sync.model);
    return {
      full: sync.fullSchedule ?? model?.schedule.full ?? null,
      incremental: sync.incrementalSchedule ?? model?.schedule.incremental ?? null,
    };
  }

  /** After the commit that queued them. */
  async announceAndWake(logs: readonly Row<'sync_log'>[]): Promise<void> {
    this.announce(logs);
    await this.wake(logs.map(({ id }) => id));
  }

  /** Tells of runs that began to wait or ended, and of the integrations whose status changed with them. */
  private announce(logs: readonly Row<'sync_log'>[]): void {
    const { events, clock } = this.deps;
    const at = clock();
    for (const { id, integrationId } of logs) events.publish('syncProgressed', { integrationId, syncLogId: id, at });
    for (const integrationId of new Set(logs.map((log) => log.integrationId))) {
      events.publish('connectionStatusChanged', { integrationId, previous: null, at });
    }
  }

  private async wake(syncLogIds: readonly string[]): Promise<void> {
    if (syncLogIds.length === 0) return;
    const { db, jobs } = this.deps;
    const runs = await db
      .selectFrom('sync_log')
      .innerJoin('integration', 'integration.id', 'sync_log.integrationId')
      .select(['sync_log.id as syncLogId', 'integration.providerId'])
      .where('sync_log.id', 'in', syncLogIds)
      .orderBy('sync_log.queuedAt')
      .orderBy('sync_log.id')
      .execute();
    for (const { syncLogId, providerId } of runs) {
      await jobs.enqueue(this.withRuns.has(providerId) ? syncJobOf(providerId) : SYNC_JOB, { syncLogId });
    }
  }
}

function syncJobOf(providerId: string): string {
  return `${SYNC_JOB}-${providerId}`;
}

function newSync(integrationId: string, { name }: ModelDefinition, now: number) {
  return { id: newId('sync'), integrationId, model: name, recordCount: 0, createdAt: now };
}
