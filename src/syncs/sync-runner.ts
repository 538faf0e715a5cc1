import type { HubEvents } from '../events.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Outbox } from '../outbound-events.js';
import type { EventBus } from '../platform/events/event-bus.js';
import { withLogContext } from '../platform/logging/log-context.js';
import type { Logger } from '../platform/logging/logger.js';
import { noTracing, type Tracing } from '../platform/tracing/tracing.js';
import { CursorExpired, type ModelDefinition, type ProviderDefinition } from '../providers/provider.js';
import type { RecordChanges, RecordStore } from '../records/record-store.js';
import type { CallOptions } from '../requests/request-manager.js';
import type { Db, Row } from '../tables.js';
import { CallCounter } from './call-counter.js';
import { commitPage, type CallCount } from './commit-page.js';
import { closeRun, putBackRun, succeedRun } from './end-run.js';
import { pauseUntil } from './pause-until.js';
import { readRecords } from './read-records.js';
import { restartAsFull } from './restart-as-full.js';
import { attributesOf, observeRun, type SyncObserver } from './sync-observer.js';
import { LEASE_MS, LeaseLost, leaseRun, renewLease, type LeasedRun } from './sync-lease.js';
import { pagesOf, startOf } from './sync-pages.js';

export interface SyncRunnerDependencies {
  db: Db;
  store: RecordStore;
  events: EventBus<HubEvents>;
  outbox: Outbox;
  logger: Logger;
  clock: () => number;
  /** The provider's SDK over the integration's fetch. */
  apiOf(integrationId: string, options: CallOptions): Promise<{ provider: ProviderDefinition; api: unknown }>;
  modelOf(providerId: string, name: string): ModelDefinition;
  /** What an error of provider code means; null where it is a bug of ours. */
  toHubError(provider: ProviderDefinition, error: unknown): HubError | null;
  observer?: SyncObserver;
  tracing?: Tracing;
  /** How long the page that is on its way may still take when the hub stops. */
  stopGraceMs?: number;
}

/** Well within the time that a stop may take. */
const STOP_GRACE_MS = 5_000;

/** What a job gives to a run. */
export interface RunContext {
  /** Aborted when the hub stops: the run ends after the page that is on its way. */
  signal: AbortSignal;
  /** Keeps the job's own lock. */
  touch(): Promise<void>;
}

/** Runs syncs: leases a run, reads its pages, commits each, and ends, pauses or puts back the run. */
export class SyncRunner {
  private readonly stops = new Map<string, AbortController>();

  private readonly tracing: Tracing;

  constructor(private readonly deps: SyncRunnerDependencies) {
    this.tracing = deps.tracing ?? noTracing;
  }

  /** Runs a queued or paused run to its end, or to where it has to wait. Does nothing where another process has it. */
  async run(syncLogId: string, context: RunContext): Promise<void> {
    const run = await leaseRun(this.deps.db, syncLogId, this.deps.clock());
    if (run === null) return;
    const stop = new AbortController();
    this.stops.set(syncLogId, stop);
    const heartbeat = setInterval(() => void this.beat(run, stop, context), LEASE_MS / 6);
    const giveUpLater = () => setTimeout(() => stop.abort(), this.deps.stopGraceMs ?? STOP_GRACE_MS).unref();
    context.signal.addEventListener('abort', giveUpLater, { once: true });
    try {
      this.announce(run.log, true);
      if (run.log.cancelRequestedAt !== null) stop.abort();
      const signal = AbortSignal.any([context.signal, stop.signal]);
      await withLogContext({ integrationId: run.log.integrationId, syncLogId }, () =>
        this.tracing.span(`sync ${run.log.model}`, attributesOf(run), () => this.attempt(run, signal, stop.signal)),
      );
    } finally {
      context.signal.removeEventListener('abort', giveUpLater);
      clearInterval(heartbeat);
      this.stops.delete(syncLogId);
    }
  }

  /** Stops a run that is under way in this process; elsewhere its heartbeat finds out. */
  stop(syncLogId: string): void {
    this.stops.get(syncLogId)?.abort();
  }

  private async beat(run: LeasedRun, stop: AbortController, context: RunContext): Promise<void> {
    const [goesOn] = await Promise.all([
      renewLease(this.deps.db, run, this.deps.clock()).catch(() => true),
      context.touch().catch(() => undefined),
    ]);
    if (!goesOn) stop.abort();
  }

  /** `signal` ends the run between two pages, `reading` also what a page waits for. */
  private async attempt(run: LeasedRun, signal: AbortSignal, reading: AbortSignal): Promise<void> {
    const calls = new CallCounter();
    let provider: ProviderDefinition | null = null;
    try {
      signal.throwIfAborted();
      const opened = await this.deps.apiOf(run.log.integrationId, {
        purpose: 'sync',
        signal: reading,
        syncLogId: run.log.id,
        onCall: (call) => calls.count(call),
      });
      provider = opened.provider;
      await this.readAll(run, opened.provider, opened.api, calls, signal, reading);
    } catch (error) {
      await this.settle(run, provider, error, calls.take(), signal);
    }
  }

  private async readAll(
    first: LeasedRun,
    provider: ProviderDefinition,
    api: unknown,
    calls: CallCounter,
    signal: AbortSignal,
    reading: AbortSignal,
  ): Promise<void> {
    const model = this.deps.modelOf(provider.id, first.log.model);
    try {
      await this.readPages(first, provider, model, api, calls, signal, reading);
    } catch (error) {
      if (!(error instanceof CursorExpired)) throw error;
      const again = await restartAsFull(this.deps.db, first);
      await this.readPages(again, provider, model, api, calls, signal, reading).catch((second: unknown) => {
        throw second instanceof CursorExpired ? refusedAnew(provider, model, second) : second;
      });
    }
  }

  private async readPages(
    run: LeasedRun,
    provider: ProviderDefinition,
    model: ModelDefinition,
    api: unknown,
    calls: CallCounter,
    signal: AbortSignal,
    reading: AbortSignal,
  ): Promise<void> {
    const { db, clock } = this.deps;
    const sync = await db.selectFrom('sync').selectAll().where('id', '=', run.log.syncId).executeTakeFirstOrThrow();
    const start = startOf(model, run.log, sync);
    let cursor = start.progress?.cursor;
    const kind = run.log.kind === 'INCREMENTAL' ? 'INCREMENTAL' : 'FULL';
    if (!start.done) {
      const pages = pagesOf(provider, model, api, kind, start, reading, clock);
      const takeNext = async (): Promise<boolean> => {
        const next = await pages.next();
        if (next.done) return false;
        const { page, readAt, progress } = next.value;
        const records = readRecords(provider, model, page.records, readAt);
        const deletedIds = page.deletedIds ?? [];
        const committed = await commitPage(
          this.deps,
          run,
          { records, deletedIds, progress, calls: calls.take() },
          clock(),
        );
        cursor = progress.cursor;
        committed.sendTold();
        this.announceRecords(run, committed.changes);
        this.announce(committed.log, false);
        signal.throwIfAborted();
        return true;
      };
      try {
        while (await this.tracing.span('page', {}, takeNext));
      } finally {
        await pages.return(undefined);
      }
    }
    const { log, swept, sendTold } = await succeedRun(this.deps, run, cursor, calls.take(), clock());
    sendTold();
    this.announceRecords(run, { added: 0, updated: 0, unchanged: 0, ...swept });
    observeRun(this.deps.observer, run, log, clock());
    this.announce(log, true);
  }

  /** Decides what an error makes of a run. */
  private async settle(
    run: LeasedRun,
    provider: ProviderDefinition | null,
    error: unknown,
    calls: CallCount,
    signal: AbortSignal,
  ): Promise<void> {
    if (error instanceof LeaseLost) return;
    try {
      const log = await this.outcomeOf(run, provider, error, calls, signal);
      observeRun(this.deps.observer, run, log, this.deps.clock());
      this.announce(log, true);
    } catch (failure) {
      if (!(failure instanceof LeaseLost)) throw failure;
    }
  }

  private async outcomeOf(
    run: LeasedRun,
    provider: ProviderDefinition | null,
    error: unknown,
    calls: CallCount,
    signal: AbortSignal,
  ): Promise<Row<'sync_log'>> {
    const { db, clock } = this.deps;
    const log = await db.selectFrom('sync_log').selectAll().where('id', '=', run.log.id).executeTakeFirstOrThrow();
    if (log.cancelRequestedAt !== null) return this.close(run, 'CANCELLED', null, calls);
    if (signal.aborted) return putBackRun(db, run, null, calls, clock());
    const known = this.explain(run, provider, error);
    const until = known.retryable ? pauseUntil(known, log.pauses, clock()) : null;
    if (until !== null) return putBackRun(db, run, { error: known, until }, calls, clock());
    return this.close(run, 'FAILED', known, calls);
  }

  private async close(
    run: LeasedRun,
    state: 'FAILED' | 'CANCELLED',
    error: HubError | null,
    calls: CallCount,
  ): Promise<Row<'sync_log'>> {
    const { log, sendTold } = await closeRun(this.deps, run, state, error, calls, this.deps.clock());
    sendTold();
    return log;
  }

  private explain(run: LeasedRun, provider: ProviderDefinition | null, error: unknown): HubError {
    const known = error instanceof HubError ? error : provider === null ? null : this.deps.toHubError(provider, error);
    if (known !== null) return known;
    this.deps.logger.error({ err: error, syncLogId: run.log.id }, 'a sync failed for a reason the hub does not know');
    return new HubError(
      'INTERNAL',
      `The hub failed while it synced ${run.log.model}. The log has the details under ${run.log.id}.`,
      { cause: error },
    );
  }

  /** `isTurn`: the run began, ended or waits, so that the connection's status changed with it. */
  private announce(log: Row<'sync_log'>, isTurn: boolean): void {
    const { events, clock } = this.deps;
    const at = clock();
    events.publish('syncProgressed', { integrationId: log.integrationId, syncLogId: log.id, at });
    if (isTurn) events.publish('connectionStatusChanged', { integrationId: log.integrationId, previous: null, at });
  }

  private announceRecords({ log, providerId }: LeasedRun, changes: RecordChanges): void {
    if (changes.sequenceBefore === null) return;
    this.deps.observer?.onRecords(providerId, log.model, changes);
    const { added, updated, deleted, sequenceBefore } = changes;
    this.deps.events.publish('recordsChanged', {
      integrationId: log.integrationId,
      model: log.model,
      added,
      updated,
      deleted,
      sequenceBefore,
      syncLogId: log.id,
      at: this.deps.clock(),
    });
  }
}

function refusedAnew(provider: ProviderDefinition, model: ModelDefinition, cause: CursorExpired): HubError {
  return new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    `${provider.name} refused the place in its ${model.name} list that it had just named. The next run begins anew.`,
    { cause },
  );
}
