import { randomUUID } from 'node:crypto';
import { HubError } from '../../platform/errors/hub-error.js';
import type { Wait } from '../wait.js';
import type {
  CredentialAccess,
  Holder,
  RefreshLease,
  RefreshListener,
  RefreshTokens,
  StoredCredentials,
} from './holder.js';
import { reauthorizationRequired } from './reauthorization.js';

export interface CredentialRefreshOptions {
  credentials: CredentialAccess;
  leases: RefreshLease;
  refresh: RefreshTokens;
  listener: RefreshListener;
  clock: () => number;
  wait: Wait;
  random: () => number;
}

const LOOK_EVERY_MS = 50;
/** Longer than a lease holds. */
const LONGEST_WAIT_MS = 30_000;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 15 * 60_000;
const COMMIT_TRIES = 5;
const COMMIT_AGAIN_MS = 200;
/** Nobody ends a refresh half way: others wait for it too. */
const NEVER = new AbortController().signal;

/**
 * Renews credentials. Providers that rotate refresh tokens revoke everything when one is used twice, so there
 * is one refresh at a time for each integration, in this process by a promise, among processes by a lease;
 * and what it brings is committed before it is used.
 */
export class CredentialRefresh {
  private readonly running = new Map<string, Promise<StoredCredentials>>();

  constructor(private readonly options: CredentialRefreshOptions) {}

  /**
   * Credentials of a later version than that.
   * @param isNeeded whether calls cannot go on with those that there are.
   * @throws HubError REAUTHORIZATION_REQUIRED, or why they cannot be renewed now and when it is tried again.
   */
  run(holder: Holder, version: number, isNeeded: boolean): Promise<StoredCredentials> {
    const running = this.running.get(holder.integrationId) ?? this.begin(holder, version, isNeeded);
    this.running.set(holder.integrationId, running);
    return running;
  }

  /** @throws HubError CONFLICT where there are none any more. */
  async read({ integrationId, provider }: Holder): Promise<StoredCredentials> {
    const stored = await this.options.credentials.read(integrationId);
    if (stored === null) throw new HubError('CONFLICT', `This account is no longer connected to ${provider.name}.`);
    return stored;
  }

  /** The owner must reconnect. */
  async giveUp({ integrationId, provider }: Holder, version: number, cause?: unknown): Promise<never> {
    const error = reauthorizationRequired(provider, cause);
    await this.options.listener.onRefused(integrationId, error, version);
    throw error;
  }

  private async begin(holder: Holder, version: number, isNeeded: boolean): Promise<StoredCredentials> {
    try {
      return await this.renew(holder, version, isNeeded);
    } finally {
      this.running.delete(holder.integrationId);
    }
  }

  private async renew(holder: Holder, version: number, isNeeded: boolean): Promise<StoredCredentials> {
    const { clock, leases, wait } = this.options;
    const owner = randomUUID();
    const giveUpAt = clock() + LONGEST_WAIT_MS;
    for (;;) {
      const stored = await this.read(holder);
      if (stored.version !== version) return stored;
      // A call that began before the refusal: asking again would only be refused again.
      if (stored.isRefused) throw reauthorizationRequired(holder.provider);
      if (!isRefreshable(stored)) return this.giveUp(holder, version);
      const { retryAt } = stored.refresh;
      if (retryAt !== null && retryAt > clock()) throw postponed(holder, retryAt);
      if (await leases.take(holder.integrationId, version, owner)) {
        return this.exchange(holder, stored, owner, isNeeded);
      }
      if (clock() >= giveUpAt) throw postponed(holder, clock() + FIRST_REST_MS);
      await wait(LOOK_EVERY_MS, NEVER);
    }
  }

  private async exchange(
    holder: Holder,
    stored: StoredCredentials,
    owner: string,
    isNeeded: boolean,
  ): Promise<StoredCredentials> {
    const { integrationId, provider } = holder;
    const { leases, listener, refresh } = this.options;
    try {
      if (stored.credentials.method !== 'OAUTH2') throw new Error('only OAuth credentials are renewed');
      await this.commit(holder, stored.version, await refresh(provider, stored.credentials));
    } catch (error) {
      if (!isGone(error)) throw await this.postpone(holder, stored, { error, owner, isNeeded });
      return this.latestAfter(error, holder, stored.version, owner);
    }
    await leases.release(integrationId, owner, null);
    if (stored.refresh.failures > 0) await listener.onTrouble(integrationId, null);
    // Read back rather than kept: where another write was faster, that one counts.
    return this.read(holder);
  }

  /** What the provider has given it does not give twice: the database may have a bad moment, the tokens must not be lost to it. */
  private async commit({ integrationId }: Holder, version: number, renewed: StoredCredentials['credentials']) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.options.credentials.replace(integrationId, version, renewed);
      } catch (error) {
        if (attempt === COMMIT_TRIES) throw error;
        await this.options.wait(COMMIT_AGAIN_MS * attempt, NEVER);
      }
    }
  }

  /** Another process may have used the same refresh token a moment earlier: then its result counts. */
  private async latestAfter(
    cause: HubError,
    holder: Holder,
    version: number,
    owner: string,
  ): Promise<StoredCredentials> {
    const latest = await this.read(holder);
    if (latest.version !== version) return latest;
    try {
      return await this.giveUp(holder, version, cause);
    } finally {
      // Only now: whoever waits for it finds that it is over.
      await this.options.leases.release(holder.integrationId, owner, null);
    }
  }

  /** The error to throw; says when it is tried again, and the connection status says so too where calls stand still. */
  private async postpone(
    { integrationId }: Holder,
    { refresh }: StoredCredentials,
    { error, owner, isNeeded }: { error: unknown; owner: string; isNeeded: boolean },
  ): Promise<unknown> {
    const { clock, leases, listener, random } = this.options;
    const restMs = 1_000 + random() * Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** refresh.failures);
    const asked = error instanceof HubError ? error.retryAt : undefined;
    const retryAt = asked ?? clock() + Math.round(restMs);
    await leases.release(integrationId, owner, { retryAt });
    if (!(error instanceof HubError)) return error;
    const known = new HubError(error.code, error.message, { status: error.status, retryAt, cause: error });
    if (isNeeded) await listener.onTrouble(integrationId, known);
    return known;
  }
}

/** The provider gives nothing for this refresh token any more. */
export function isGone(error: unknown): error is HubError {
  return error instanceof HubError && error.code === 'REAUTHORIZATION_REQUIRED';
}

function isRefreshable({ credentials }: StoredCredentials): boolean {
  return credentials.method === 'OAUTH2' && credentials.refreshToken !== null;
}

function postponed({ provider }: Holder, retryAt: number): HubError {
  return new HubError(
    'PROVIDER_UNAVAILABLE',
    `${provider.name} did not renew the access to this account. It stays connected, and the hub tries again by itself.`,
    { retryAt },
  );
}
