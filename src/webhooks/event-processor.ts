import type { Logger } from 'pino';
import { transactLazily } from '../platform/database/transact-lazily.js';
import type { Engine } from '../platform/database/open-database.js';
import { HubError } from '../platform/errors/hub-error.js';
import { MAX_ATTEMPTS } from '../platform/jobs/retry-schedule.js';
import { withLogContext } from '../platform/logging/log-context.js';
import { noTracing, type Tracing } from '../platform/tracing/tracing.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { CallOptions } from '../requests/request-manager.js';
import type { CommittedRun, RealtimeRuns } from '../syncs/realtime-runs.js';
import type { SyncObserver } from '../syncs/sync-observer.js';
import type { Db, Row } from '../tables.js';
import { claimEvents, EVENT_LEASE_MS, EventLost, keepEvents, type ClaimedEvents } from './claim-events.js';
import { commitEffects, type PreparedEvent } from './commit-effects.js';
import { NotYetBegun } from './event-effects.js';
import { findTargets, type EventTarget, type TargetsOfEvents } from './event-targets.js';
import { giveUpOrRetry } from './give-up-or-retry.js';
import { linkTargets } from './link-targets.js';
import { prepareEvent } from './prepare-event.js';
import type { WebhookObserver } from './webhook-observer.js';

export interface EventProcessorDependencies {
  db: Db;
  engine: Engine;
  sealer: Sealer;
  runs: RealtimeRuns;
  logger: Pick<Logger, 'warn' | 'error'>;
  clock: () => number;
  providerOf(id: string): ProviderDefinition | null;
  /** Ids of the providers that an operator has switched off. */
  switchedOff(): Promise<readonly string[]>;
  /** The provider's SDK over the integration's fetch. */
  apiOf(integrationId: string, options: CallOptions): Promise<{ api: unknown }>;
  /** What an error of provider code means; null where it is a bug of ours. */
  toHubError(provider: ProviderDefinition, error: unknown): HubError | null;
  /** After the commit that queued runs. */
  onQueued(logs: readonly Row<'sync_log'>[]): Promise<void>;
  /** After the commit that gave an event up. */
  onDead(): Promise<void>;
  tracing?: Tracing;
  observer?: Pick<WebhookObserver, 'onProcessed'> & Pick<SyncObserver, 'onRecords'>;
}

/** What a job gives to the work on events. */
export interface ProcessingContext {
  /** Aborted when the hub stops. */
  signal: AbortSignal;
  /** Keeps the job's own lock. */
  touch(): Promise<void>;
}

/** Events taken at a time: they share their transaction. */
const BATCH = 100;

/** Works on events: takes what is due, finds what each changes, and writes it. */
export class EventProcessor {
  constructor(private readonly deps: EventProcessorDependencies) {}

  /** Works on some of what is due of a provider. Says whether there was any. */
  async runBatch(providerId: string, { signal, touch }: ProcessingContext): Promise<boolean> {
    const { claimed, targets } = await this.claim(providerId);
    if (claimed.events.length === 0) return false;
    const heartbeat = setInterval(() => this.keep(claimed, touch), EVENT_LEASE_MS / 3);
    await this.process(providerId, claimed, targets, signal).finally(() => clearInterval(heartbeat));
    return true;
  }

  /** Takes what is due, with the integrations that it concerns. */
  private claim(providerId: string): Promise<{ claimed: ClaimedEvents; targets: TargetsOfEvents }> {
    const { engine, clock } = this.deps;
    return transactLazily(this.deps, async (trx) => {
      const claimed = await claimEvents({ db: trx, engine }, providerId, BATCH, clock());
      const targets = await findTargets(trx, providerId, claimed.events);
      await linkTargets({ db: trx, engine }, targets);
      return { claimed, targets };
    });
  }

  private keep(claimed: ClaimedEvents, touch: () => Promise<void>): void {
    const kept = Promise.all([keepEvents(this.deps.db, claimed, this.deps.clock()), touch()]);
    kept.catch((error: unknown) => this.deps.logger.warn({ err: error }, 'webhook events could not be kept'));
  }

  private async process(
    providerId: string,
    claimed: ClaimedEvents,
    targets: TargetsOfEvents,
    signal: AbortSignal,
  ): Promise<void> {
    const isOff = (await this.deps.switchedOff()).includes(providerId);
    const prepared = await Promise.all(
      claimed.events.map((event) => this.prepare(claimed.token, event, targets.get(event.id) ?? [], isOff, signal)),
    );
    await this.commit(
      claimed.token,
      prepared.filter((event) => event !== null),
    );
  }

  /** Null where it failed, which is written already. */
  private async prepare(
    token: string,
    event: Row<'webhook_event'>,
    targets: readonly EventTarget[],
    isOff: boolean,
    signal: AbortSignal,
  ): Promise<PreparedEvent | null> {
    try {
      // It may be what ends the process.
      if (event.attempts > MAX_ATTEMPTS) throw new HubError('INTERNAL', 'The hub stopped each time it worked on it.');
      const { tracing = noTracing } = this.deps;
      return await withLogContext({ webhookEventId: event.id }, () =>
        tracing.span(
          `webhook ${event.type}`,
          describe(event),
          () => prepareEvent(this.deps, event, targets, isOff, signal),
          event.traceparent ?? undefined,
        ),
      );
    } catch (error) {
      await this.fail(token, event, error, signal);
      return null;
    }
  }

  /** Together; where that fails, each alone, so that one that cannot be written holds up no other. */
  private async commit(token: string, prepared: readonly PreparedEvent[]): Promise<void> {
    if (prepared.length === 0) return;
    try {
      await this.write(token, prepared);
    } catch (error) {
      if (prepared.length > 1) {
        for (const one of prepared) await this.commit(token, [one]);
        return;
      }
      if (prepared[0] !== undefined) await this.fail(token, prepared[0].event, error, null);
    }
  }

  private async write(token: string, prepared: readonly PreparedEvent[]): Promise<void> {
    const { runs, clock } = this.deps;
    const committed = await transactLazily(this.deps, (trx) => commitEffects(trx, this.deps, token, prepared, clock()));
    runs.announce(committed.runs);
    this.observe(prepared, committed.runs);
    await this.deps.onQueued(committed.queued);
  }

  private observe(prepared: readonly PreparedEvent[], runs: readonly CommittedRun[]): void {
    const { observer } = this.deps;
    const providerId = prepared[0]?.event.providerId;
    if (observer === undefined || providerId === undefined) return;
    const ignored = prepared.filter((event) => event.ignored !== null).length;
    if (ignored > 0) observer.onProcessed(providerId, 'ignored', ignored);
    if (ignored < prepared.length) observer.onProcessed(providerId, 'completed', prepared.length - ignored);
    for (const { log, changes } of runs) observer.onRecords(providerId, log.model, changes);
  }

  private async fail(
    token: string,
    event: Row<'webhook_event'>,
    error: unknown,
    signal: AbortSignal | null,
  ): Promise<void> {
    if (error instanceof EventLost) return;
    const { clock, onDead } = this.deps;
    const known = this.explain(event, error);
    // What a stopping hub broke off is begun again by the next.
    const attempts = signal?.aborted === true ? 0 : event.attempts;
    const isDead = await giveUpOrRetry(this.deps, event, { token, attempts, error: known }, clock());
    this.deps.observer?.onProcessed(event.providerId, isDead ? 'dead' : 'failed', 1);
    if (!isDead) return;
    this.deps.logger.error({ webhookEventId: event.id, reason: known.message }, 'a webhook event is out of attempts');
    await onDead();
  }

  private explain(event: Row<'webhook_event'>, error: unknown): HubError {
    const provider = this.deps.providerOf(event.providerId);
    if (error instanceof HubError) return error;
    if (error instanceof NotYetBegun) return new HubError('CONFLICT', 'The account is just being linked.');
    const known = provider === null ? null : this.deps.toHubError(provider, error);
    if (known !== null) return known;
    this.deps.logger.error({ err: error, webhookEventId: event.id }, 'a webhook event failed for an unknown reason');
    return new HubError('INTERNAL', `The hub failed to process it. The log has the details under ${event.id}.`, {
      cause: error,
    });
  }
}

function describe({ id, providerId, attempts }: Row<'webhook_event'>) {
  return { 'hub.webhook_event.id': id, 'hub.provider': providerId, 'hub.webhook_event.attempt': attempts };
}
