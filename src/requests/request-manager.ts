import type { Credentials } from '../integrations/credentials.js';
import type { PublicSettings } from '../integrations/provider-settings.js';
import { requireEnabled } from '../integrations/require-enabled.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Tracing } from '../platform/tracing/tracing.js';
import type { Account, ApiContext, Fetch, ProviderDefinition, ProviderEndpoints } from '../providers/provider.js';
import type { Db } from '../tables.js';
import type { ApiCallLog } from './api-call-log.js';
import type { BreakerState } from './breaker/breaker.js';
import { Breakers } from './breaker/breakers.js';
import { AccessTokens, type AccessTokenOptions } from './credentials/access-tokens.js';
import { authorizationHeaders } from './credentials/authorization-headers.js';
import type { SentCall } from './exchange.js';
import { Exchanges, type SendOptions } from './exchanges.js';
import { loadConnected } from './load-connected.js';
import { Permits, type PermitObserver } from './permits/permits.js';
import type { SharedWindows } from './permits/shared-windows.js';
import { toHubError } from './provider-errors.js';
import { RetryBudget } from './retry-budget.js';
import { authorizing, authorizingWith } from './steps/authorize.js';
import { breaking } from './steps/break.js';
import { guardingHost } from './steps/guard-host.js';
import { logging } from './steps/log.js';
import { permitting } from './steps/permit.js';
import { retrying } from './steps/retry.js';
import { traced } from './steps/trace.js';
import { waitForReal } from './wait.js';

export interface CallOptions {
  purpose: 'sync' | 'action';
  /** Ends calls, waits and retries. */
  signal: AbortSignal;
  /** The sync log that the calls are made for. */
  syncLogId: string | null;
  /** Under which the caller would do the same again: a write that carries it to a provider that honours it may fail without harm. */
  idempotencyKey?: string | null;
  /** True for a call that no provider's code made: a write is not sent again, whatever its method. */
  isUndeclared?: boolean;
  /** Of the answer, where less is wanted than the provider may send. */
  maxAnswerBytes?: number;
  /** Told of each request that was sent; `statusCode` is 0 where no answer came. */
  onCall?: (call: SentCall) => void;
}

/** The way to a provider's API, for one integration. */
export interface Caller extends ApiContext {
  provider: ProviderDefinition;
}

/** What tests put in place of the real. */
interface Timing {
  clock: () => number;
  wait: SendOptions['wait'];
  random: () => number;
}

export interface RequestManagerOptions
  extends Omit<AccessTokenOptions, keyof Timing>, Omit<SendOptions, keyof Timing>, Partial<Timing> {
  db: Db;
  providers: {
    /** Null where the hub no longer knows it. */
    find(providerId: string): ProviderDefinition | null;
    settings(providerId: string): Promise<Pick<PublicSettings, 'endpoints' | 'enabled'>>;
  };
  log: Pick<ApiCallLog, 'add'>;
  /** Permits shared with other processes; null where this one has its providers for itself. */
  shared: SharedWindows | null;
  /** They could not be had: for the log. */
  onSharedFault?(error: unknown): void;
  onPermit?: PermitObserver;
  tracing?: Tracing;
}

/** A person waits for an action; a sync has time. */
const MAX_QUEUE_MS = { sync: 60_000, action: 10_000 } as const;

/** A connecting account must not keep its owner waiting. */
const IDENTIFY_DEADLINE_MS = 30_000;

/**
 * The one way to a provider. Its SDKs call a `fetch` that adds the token, waits for a permit, leaves a host
 * that is out of order alone, retries what is safe to retry, and logs each exchange; what fails is a HubError
 * in words.
 */
export class RequestManager {
  readonly tokens: AccessTokens;
  private readonly send: SendOptions;
  private readonly permits: Permits;
  private readonly breakers: Breakers;
  private readonly budgets = new Map<string, RetryBudget>();
  private readonly exchanges: Exchanges;

  constructor(private readonly options: RequestManagerOptions) {
    const timed = { clock: Date.now, wait: waitForReal, random: Math.random, ...options };
    this.send = timed;
    this.permits = new Permits(timed);
    this.breakers = new Breakers(timed.clock);
    this.tokens = new AccessTokens(timed);
    this.exchanges = new Exchanges(timed);
  }

  /**
   * The provider's SDK, acting for an integration.
   * @throws HubError NOT_FOUND, REAUTHORIZATION_REQUIRED, or CONFLICT where the integration is not connected or
   * an operator has switched its provider off.
   */
  async apiOf(integrationId: string, options: CallOptions): Promise<{ provider: ProviderDefinition; api: unknown }> {
    const { provider, fetch, apiUrl } = await this.callerOf(integrationId, options);
    return { provider, api: provider.createApi({ fetch, apiUrl }) };
  }

  /**
   * The provider's API without its SDK.
   * @throws as `apiOf`.
   */
  async callerOf(integrationId: string, options: CallOptions): Promise<Caller> {
    const provider = await loadConnected(this.options.db, this.options.providers, integrationId);
    const settings = await this.options.providers.settings(provider.id);
    requireEnabled(provider, settings);
    const { endpoints } = settings;
    const fetch = this.fetchOf({ integrationId, provider }, endpoints, options);
    return { provider, fetch, apiUrl: endpoints.apiUrl };
  }

  /** A WHATWG `fetch` that acts for an integration. It throws HubErrors, and the signal's reason when aborted. */
  fetchOf(
    holder: { integrationId: string; provider: ProviderDefinition },
    endpoints: ProviderEndpoints,
    options: CallOptions,
  ): Fetch {
    const { integrationId, provider } = holder;
    const guard = guardingHost(endpoints);
    const log = logging(integrationId, options.syncLogId, this.options.log);
    const retry = retrying(this.send, this.budgetOf(provider.id));
    const breaker = breaking(this.breakers);
    const permit = permitting(this.permits);
    const trace = this.options.tracing === undefined ? [] : [traced(this.options.tracing)];
    const steps = () => [...trace, log, guard, retry, breaker, authorizing(holder, this.tokens), permit];
    return this.exchanges.fetchThrough(steps, {
      integrationId,
      provider,
      signal: options.signal,
      isUrgent: options.purpose === 'action',
      maxQueueMs: MAX_QUEUE_MS[options.purpose],
      idempotencyKey: options.idempotencyKey ?? null,
      isUndeclared: options.isUndeclared,
      maxAnswerBytes: options.maxAnswerBytes,
      onCall: options.onCall,
    });
  }

  /**
   * Proves credentials that are not stored yet, and names their account. Nothing of it is logged.
   * @throws HubError REAUTHORIZATION_REQUIRED where the provider does not take them.
   */
  async identify(
    provider: ProviderDefinition,
    credentials: Credentials,
    { endpoints }: Pick<PublicSettings, 'endpoints'>,
  ): Promise<Account> {
    const headers = authorizationHeaders(provider, credentials);
    const retry = retrying(this.send, this.budgetOf(provider.id));
    const steps = () => [guardingHost(endpoints), retry, breaking(this.breakers), authorizingWith(headers)];
    const signal = AbortSignal.timeout(IDENTIFY_DEADLINE_MS);
    const fetch = this.exchanges.fetchThrough(steps, {
      integrationId: null,
      provider,
      signal,
      isUrgent: true,
      maxQueueMs: 0,
      idempotencyKey: null,
    });
    try {
      return await provider.identify(provider.createApi({ fetch, apiUrl: endpoints.apiUrl }));
    } catch (error) {
      throw (signal.aborted ? tooSlow(provider, error) : toHubError(provider, error)) ?? error;
    }
  }

  /** Calls that now wait for a permit in this process, by integration. */
  get queuedCalls(): ReadonlyMap<string, number> {
    return this.permits.waitingNow;
  }

  /** How many hosts are in which state. */
  get breakerStates(): Record<BreakerState, number> {
    return this.breakers.states;
  }

  private budgetOf(providerId: string): RetryBudget {
    const known = this.budgets.get(providerId) ?? new RetryBudget(this.send.clock);
    this.budgets.set(providerId, known);
    return known;
  }
}

function tooSlow(provider: ProviderDefinition, cause: unknown): HubError {
  return new HubError('PROVIDER_UNAVAILABLE', `${provider.name} took too long to answer. Try again later.`, { cause });
}
