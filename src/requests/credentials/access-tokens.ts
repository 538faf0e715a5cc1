import type { Credentials } from '../../integrations/credentials.js';
import { HubError } from '../../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../../providers/provider.js';
import { unlessAborted } from '../wait.js';
import { AccessCache } from './access-cache.js';
import { authorizationHeaders } from './authorization-headers.js';
import { CredentialRefresh, isGone, type CredentialRefreshOptions } from './credential-refresh.js';
import type { Holder, StoredCredentials } from './holder.js';

export type AccessTokenOptions = CredentialRefreshOptions;

/** Headers that authorize a call, and the version of the credentials they were made of. */
export interface Access {
  headers: Record<string, string>;
  version: number;
}

const REFRESH_AHEAD_MS = 60_000;

/** The credentials of integrations, kept fresh. */
export class AccessTokens {
  private readonly cache = new AccessCache<StoredCredentials>();
  private readonly refresh: CredentialRefresh;

  constructor(private readonly options: AccessTokenOptions) {
    this.refresh = new CredentialRefresh(options);
  }

  /** What to call with now; renewed before it expires. */
  async current(holder: Holder, signal: AbortSignal): Promise<Access> {
    const stored = await this.read(holder);
    const leftMs = this.leftMs(stored.credentials);
    if (leftMs > aheadMs(holder.provider, stored.credentials)) return accessOf(holder, stored);
    try {
      return await this.renewFrom(holder, stored.version, { signal, isNeeded: leftMs <= 0 });
    } catch (error) {
      // There is time left to try again with a later call.
      if (leftMs > 0 && error instanceof HubError && !isGone(error)) return accessOf(holder, stored);
      throw error;
    }
  }

  /** What to call with where the credentials of that version no longer do. */
  renew(holder: Holder, version: number, signal: AbortSignal): Promise<Access> {
    return this.renewFrom(holder, version, { signal, isNeeded: true });
  }

  /**
   * The provider refused what was just renewed.
   * @throws HubError REAUTHORIZATION_REQUIRED, but PROVIDER_UNAVAILABLE where other credentials came meanwhile.
   */
  async refuse(holder: Holder, version: number): Promise<never> {
    this.cache.forget(holder.integrationId);
    const stored = await this.refresh.read(holder);
    if (stored.version === version) return this.refresh.giveUp(holder, version);
    throw new HubError(
      'PROVIDER_UNAVAILABLE',
      `The credentials for ${holder.provider.name} were renewed during this call. Try again.`,
    );
  }

  /**
   * Renews what ends within that time or has ended, also where nobody calls.
   * @throws HubError as `renew`, also where what has ended cannot be renewed.
   */
  async keepFresh(holder: Holder, withinMs: number): Promise<void> {
    const stored = await this.refresh.read(holder);
    const leftMs = this.leftMs(stored.credentials);
    const isRenewable = stored.credentials.method === 'OAUTH2' && stored.credentials.refreshToken !== null;
    const dueMs = isRenewable
      ? Math.min(aheadMs(holder.provider, stored.credentials) + withinMs, half(stored.credentials))
      : 0;
    if (leftMs > dueMs) return;
    this.cache.forget(holder.integrationId);
    await this.refresh.run(holder, stored.version, leftMs <= 0);
  }

  /** Others came, or there are none any more. */
  forget(integrationId: string): void {
    this.cache.forget(integrationId);
  }

  private async renewFrom(
    holder: Holder,
    version: number,
    { signal, isNeeded }: { signal: AbortSignal; isNeeded: boolean },
  ): Promise<Access> {
    this.cache.forget(holder.integrationId);
    // The refresh is shared: one caller that gives up does not end it for the others.
    return accessOf(holder, await unlessAborted(this.refresh.run(holder, version, isNeeded), signal));
  }

  private async read(holder: Holder): Promise<StoredCredentials> {
    return this.cache.get(holder.integrationId, () => this.refresh.read(holder));
  }

  /** Milliseconds; infinite where they do not expire. */
  private leftMs(credentials: Credentials): number {
    const expiresAt = credentials.method === 'OAUTH2' ? credentials.expiresAt : null;
    return expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt - this.options.clock();
  }
}

/** How long before their end credentials are renewed; of short-lived ones half their life at most. */
function aheadMs({ auth }: ProviderDefinition, credentials: Credentials): number {
  const declared = auth.find((one) => one.method === 'OAUTH2')?.refreshAheadMs;
  return Math.min(declared ?? REFRESH_AHEAD_MS, half(credentials));
}

function half(credentials: Credentials): number {
  const lifetimeMs = credentials.method === 'OAUTH2' ? credentials.lifetimeMs : null;
  return lifetimeMs === null ? Number.POSITIVE_INFINITY : lifetimeMs / 2;
}

function accessOf({ provider }: Holder, { credentials, version }: StoredCredentials): Access {
  return { headers: authorizationHeaders(provider, credentials), version };
}
