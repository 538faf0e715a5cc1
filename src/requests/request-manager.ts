import type { Credentials } from '../integrations/credentials.js';
import type { PublicSettings } from '../integrations/provider-settings.js';
import { requireEnabled } from '../integrations/require-enabled.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Account, Fetch, ProviderDefinition, ProviderEndpoints } from '../providers/provider.js';
import type { Db } from '../tables.js';
import { AccessTokens, type AccessTokenOptions } from './access-tokens.js';
import type { ApiCallLog } from './api-call-log.js';
import { authorizationHeaders } from './authorization-headers.js';
import type { SentCall } from './exchange.js';
import { Exchanges, type SendOptions } from './exchanges.js';
import { loadConnected } from './load-connected.js';
import { Permits } from './permits.js';
import { toHubError } from './provider-errors.js';
import { authorizing, authorizingWith } from './steps/authorize.js';
import { guardingHost } from './steps/guard-host.js';
import { logging } from './steps/log.js';
import { permitting } from './steps/permit.js';
import { retrying } from './steps/retry.js';
import { waitForReal } from './wait.js';

export interface CallOptions {
  purpose: 'sync' | 'action';
  /** Ends calls, waits and retries. */
  signal: AbortSignal;
  /** The sync log that the calls are made for. */
  syncLogId: string | null;
  /** Told of each request that was sent; `statusCode` is 0 where no answer came. */
  onCall?: (call: SentCall) => void;
}

export interface RequestManagerOptions extends Omit<AccessTokenOptions, 'clock'>, Partial<SendOptions> {
  db: Db;
  providers: {
    /** Null where the hub no longer knows it. */
    find(providerId: string): ProviderDefinition | null;
    settings(providerId: string): Promise<Pick<PublicSettings, 'endpoints' | 'enabled'>>;
  };
  log: Pick<ApiCallLog, 'add'>;
}

/** A person waits for an action; a sync has time. */
const MAX_QUEUE_MS = { sync: 60_000, action: 10_000 } as const;

/** A connecting account must not keep its owner waiting. */
const IDENTIFY_DEADLINE_MS = 30_000;

/**
 * The one way to a provider. Its SDKs call a `fetch` that adds the token, waits for a permit, retries what
 * is safe to retry, and logs each exchange; what fails is a HubError in words.
 */
export class RequestManager {
  private readonly send: SendOptions;
  private readonly permits: Permits;
  private readonly tokens: AccessTokens;
  private readonly exchanges: Exchanges;

  constructor(private readonly options: RequestManagerOptions) {
    this.send = { clock: Date.now, wait: waitForReal, random: Math.random, ...options };
    this.permits = new Permits(this.send.clock, this.send.wait);
    this.tokens = new AccessTokens({ ...options, clock: this.send.clock });
    this.exchanges = new Exchanges(this.send);
  }

  /**
   * The provider's SDK, acting for an integration.
   * @throws HubError NOT_FOUND, REAUTHORIZATION_REQUIRED, or CONFLICT where the integration is not connected or
   * an operator has switched its provider off.
   */
  async apiOf(integrationId: string, options: CallOptions): Promise<{ provider: ProviderDefinition; api: unknown }> {
    const provider = await loadConnected(this.options.db, this.options.providers, integrationId);
    const settings = await this.options.providers.settings(provider.id);
    requireEnabled(provider, settings);
    const { endpoints } = settings;
    const fetch = this.fetchOf({ integrationId, provider }, endpoints, options);
    return { provider, api: provider.createApi({ fetch, apiUrl: endpoints.apiUrl }) };
  }

  /** A WHATWG `fetch` that acts for an integration. It throws HubErrors, and the signal's reason when aborted. */
  fetchOf(
    holder: { integrationId: string; provider: ProviderDefinition },
    endpoints: ProviderEndpoints,
    options: CallOptions,
  ): Fetch {
    const { integrationId, provider } = holder;
    const steps = () => [
      logging(integrationId, options.syncLogId, this.options.log),
      guardingHost(endpoints),
      retrying(this.send),
      authorizing(holder, this.tokens),
      permitting(this.permits),
    ];
    return this.exchanges.fetchThrough(steps, {
      integrationId,
      provider,
      signal: options.signal,
      maxQueueMs: MAX_QUEUE_MS[options.purpose],
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
    const steps = () => [guardingHost(endpoints), retrying(this.send), authorizingWith(headers)];
    const signal = AbortSignal.timeout(IDENTIFY_DEADLINE_MS);
    const fetch = this.exchanges.fetchThrough(steps, { integrationId: null, provider, signal, maxQueueMs: 0 });
    try {
      return await provider.identify(provider.createApi({ fetch, apiUrl: endpoints.apiUrl }));
    } catch (error) {
      throw (signal.aborted ? tooSlow(provider, error) : toHubError(provider, error)) ?? error;
    }
  }

  /** Calls of the integration that now wait for a permit in this process. */
  queuedCalls(integrationId: string): number {
    return this.permits.waiting(integrationId);
  }
}

function tooSlow(provider: ProviderDefinition, cause: unknown): HubError {
  return new HubError('PROVIDER_UNAVAILABLE', `${provider.name} took too long to answer. Try again later.`, { cause });
}
