import type { Logger } from 'pino';
import type { HubEvents } from '../events.js';
import type { Outbox } from '../outbound-events.js';
import type { HubError } from '../platform/errors/hub-error.js';
import type { EventBus } from '../platform/events/event-bus.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Account, ProviderDefinition } from '../providers/provider.js';
import type { Scope } from '../scope.js';
import type { Db, Row } from '../tables.js';
import { ConnectWithApiKey, type ApiKeyRequest } from './connect-with-api-key.js';
import { ConnectionStatus } from './connection-status.js';
import type { CredentialStore } from './credential-store.js';
import type { Credentials } from './credentials.js';
import { DisconnectIntegration, type OnDisconnected } from './disconnect-integration.js';
import { FinishOAuth, type Callback } from './finish-oauth.js';
import { GrantStore } from './grant-store.js';
import { OAuthAttempts } from './oauth-attempts.js';
import type { OAuthClient } from './oauth-client.js';
import type { ProviderCatalog } from './provider-catalog.js';
import type { ProviderSettings } from './provider-settings.js';
import { removeAbandoned } from './remove-abandoned.js';
import { StartOAuth, type OAuthRequest, type StartedOAuth } from './start-oauth.js';

export interface ConnectionsOptions {
  db: Db;
  catalog: ProviderCatalog;
  credentials: CredentialStore;
  oauth: OAuthClient;
  sealer: Sealer;
  events: EventBus<HubEvents>;
  outbox: Outbox;
  /** Origins, besides the hub's own, to which a browser may be sent back. */
  allowedOrigins: readonly string[];
  /** One call that proves credentials and names their account. */
  identify(provider: ProviderDefinition, credentials: Credentials, settings: ProviderSettings): Promise<Account>;
  /** After the commit that connected an account; `isNew` the first time. */
  onConnected(integrationId: string, how: { isNew: boolean }): Promise<void>;
  /** Before that: ends what only the credentials can end. Never throws, and takes seconds at most. */
  onDisconnecting(integration: Pick<Row<'integration'>, 'id' | 'providerId'>): Promise<void>;
  /** In the transaction that erases the credentials. */
  onDisconnected: OnDisconnected;
  log: Pick<Logger, 'warn' | 'error'>;
  clock?: () => number;
}

/** Whoever asks: what an operation may see, and the browser it came from. */
export type Asker = Pick<Scope, 'viewer' | 'read' | 'browser'>;

/** Links accounts, unlinks them, and says how each link stands. */
export class Connections {
  private readonly start: StartOAuth;
  private readonly finish: FinishOAuth;
  private readonly apiKey: ConnectWithApiKey;
  private readonly status: ConnectionStatus;
  private readonly disconnecting: DisconnectIntegration;
  private readonly clock: () => number;

  constructor(private readonly options: ConnectionsOptions) {
    const clock = options.clock ?? Date.now;
    const means = { ...options, clock };
    const grants = new GrantStore(means);
    this.clock = clock;
    this.status = new ConnectionStatus(means);
    this.start = new StartOAuth(means);
    this.finish = new FinishOAuth({ ...means, grants, attempts: new OAuthAttempts(means) });
    this.apiKey = new ConnectWithApiKey({ ...means, grants });
    this.disconnecting = new DisconnectIntegration(means);
  }

  /** @throws HubError with the field of the input that has to change. */
  startOAuth(asker: Asker, request: OAuthRequest): Promise<StartedOAuth> {
    return this.start.run(asker, request);
  }

  /**
   * The browser is back from the provider: gives the address to send it on to.
   * @throws HubError when the hub waits for no such callback; then nothing was changed.
   */
  finishOAuth(callback: Callback): Promise<string> {
    return this.finish.run(callback);
  }

  /** @throws HubError with the field of the input that has to change. */
  connectWithApiKey(asker: Asker, request: ApiKeyRequest): Promise<Row<'integration'>> {
    return this.apiKey.run(asker, request);
  }

  /** @throws HubError NOT_FOUND when the viewer sees no such integration. */
  disconnect(asker: Asker, request: { integrationId: string; deleteRecords: boolean }): Promise<Row<'integration'>> {
    return this.disconnecting.run(asker, request);
  }

  /**
   * The provider refuses the credentials for good.
   * @param version Of the refused credentials: nothing happens where others have come meanwhile.
   */
  markReauthorizationRequired(integrationId: string, error: HubError, version: number): Promise<void> {
    return this.status.markReauthorizationRequired(integrationId, error, version);
  }

  /** Renewing the access to a connected account does not work for now; null where it works again. */
  noteRefreshTrouble(integrationId: string, error: HubError | null): Promise<void> {
    return this.status.noteRefreshTrouble(integrationId, error);
  }

  /** Removes attempts that expired and integrations that never came to be. For a job. */
  removeAbandoned(now: number = this.clock()): Promise<void> {
    return removeAbandoned(this.options.db, now);
  }
}
