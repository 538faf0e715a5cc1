import type { Credentials, OAuth2Credentials } from '../integrations/credentials.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';
import { authorizationHeaders } from './authorization-headers.js';
import { unlessAborted } from './wait.js';

/** Credentials and the fencing number they are stored under. */
export interface StoredCredentials {
  credentials: Credentials;
  version: number;
}

/** Where credentials are kept. */
export interface CredentialAccess {
  /** Null where there are none (any more). */
  read(integrationId: string): Promise<StoredCredentials | null>;
  /** Writes over that version only; false where another was faster. */
  replace(integrationId: string, version: number, credentials: Credentials): Promise<boolean>;
}

export interface AccessTokenOptions {
  credentials: CredentialAccess;
  /**
   * Asks the provider for new tokens.
   * @throws HubError REAUTHORIZATION_REQUIRED where the grant is gone for good, PROVIDER_UNAVAILABLE where it may come back.
   */
  refresh(provider: ProviderDefinition, credentials: OAuth2Credentials): Promise<OAuth2Credentials>;
  /** The owner must reconnect: the connection status says so from now on, unless credentials of a later version came. */
  markReauthorizationRequired(integrationId: string, error: HubError, version: number): Promise<void>;
  clock: () => number;
}

/** Whose credentials. */
export interface Holder {
  integrationId: string;
  provider: ProviderDefinition;
}

/** Headers that authorize a call, and the version of the credentials they were made of. */
export interface Access {
  headers: Record<string, string>;
  version: number;
}

const REFRESH_AHEAD_MS = 60_000;

/**
 * The credentials of integrations, kept fresh. Providers that rotate refresh tokens revoke everything
 * when one is used twice, so there is one refresh at a time for each integration, and its result is
 * stored before it is used.
 */
export class AccessTokens {
  private readonly refreshing = new Map<string, Promise<StoredCredentials>>();

  constructor(private readonly options: AccessTokenOptions) {}

  /** What to call with now; renewed before it expires. */
  async current(holder: Holder, signal: AbortSignal): Promise<Access> {
    const stored = await this.read(holder);
    const expiresInMs = this.expiresInMs(stored.credentials);
    if (expiresInMs > REFRESH_AHEAD_MS) return accessOf(holder, stored);
    try {
      return await this.renew(holder, stored.version, signal);
    } catch (error) {
      // There is time left to try again with a later call.
      if (expiresInMs > 0 && error instanceof HubError && error.retryable) return accessOf(holder, stored);
      throw error;
    }
  }

  /** What to call with where the credentials of that version no longer do. */
  async renew(holder: Holder, version: number, signal: AbortSignal): Promise<Access> {
    const running = this.refreshing.get(holder.integrationId) ?? this.refresh(holder, version);
    this.refreshing.set(holder.integrationId, running);
    // The refresh is shared: one caller that gives up does not end it for the others.
    return accessOf(holder, await unlessAborted(running, signal));
  }

  /**
   * The provider refused what was just renewed.
   * @throws HubError REAUTHORIZATION_REQUIRED, but PROVIDER_UNAVAILABLE where other credentials came meanwhile.
   */
  async refuse(holder: Holder, version: number): Promise<never> {
    const stored = await this.read(holder);
    if (stored.version === version) return this.giveUp(holder, version);
    throw new HubError(
      'PROVIDER_UNAVAILABLE',
      `The credentials for ${holder.provider.name} were renewed during this call. Try again.`,
    );
  }

  /** Milliseconds; infinite where they do not expire. */
  private expiresInMs(credentials: Credentials): number {
    const expiresAt = credentials.method === 'OAUTH2' ? credentials.expiresAt : null;
    return expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt - this.options.clock();
  }

  private async read({ integrationId, provider }: Holder): Promise<StoredCredentials> {
    const stored = await this.options.credentials.read(integrationId);
    if (stored === null) throw new HubError('CONFLICT', `This account is no longer connected to ${provider.name}.`);
    return stored;
  }

  private async refresh(holder: Holder, version: number): Promise<StoredCredentials> {
    try {
      const stored = await this.read(holder);
      return stored.version === version ? await this.exchange(holder, stored) : stored;
    } finally {
      this.refreshing.delete(holder.integrationId);
    }
  }

  private async exchange(holder: Holder, { credentials, version }: StoredCredentials): Promise<StoredCredentials> {
    if (credentials.method !== 'OAUTH2' || credentials.refreshToken === null) return this.giveUp(holder, version);
    try {
      const renewed = await this.options.refresh(holder.provider, credentials);
      await this.options.credentials.replace(holder.integrationId, version, renewed);
    } catch (error) {
      return this.latestAfter(error, holder, version);
    }
    // Read back rather than kept: where another write was faster, that one counts.
    return this.read(holder);
  }

  /** Another process may have used the same refresh token a moment earlier: then its result counts. */
  private async latestAfter(error: unknown, holder: Holder, version: number): Promise<StoredCredentials> {
    if (!(error instanceof HubError) || error.code !== 'REAUTHORIZATION_REQUIRED') throw error;
    const latest = await this.read(holder);
    return latest.version === version ? this.giveUp(holder, version, error) : latest;
  }

  private async giveUp(holder: Holder, version: number, cause?: unknown): Promise<never> {
    const error = reauthorizationRequired(holder.provider, cause);
    await this.options.markReauthorizationRequired(holder.integrationId, error, version);
    throw error;
  }
}

/** The provider refuses the credentials for good. */
export function reauthorizationRequired(provider: ProviderDefinition, cause?: unknown): HubError {
  return new HubError(
    'REAUTHORIZATION_REQUIRED',
    `${provider.name} no longer accepts this account's credentials. Syncing stands still until its owner connects it again.`,
    { cause },
  );
}

function accessOf({ provider }: Holder, { credentials, version }: StoredCredentials): Access {
  return { headers: authorizationHeaders(provider, credentials), version };
}
