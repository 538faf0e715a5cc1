import type { Credentials, OAuth2Credentials } from '../../integrations/credentials.js';
import type { HubError } from '../../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../../providers/provider.js';

/** Whose credentials. */
export interface Holder {
  integrationId: string;
  provider: ProviderDefinition;
}

/** Credentials and the fencing number they are stored under. */
export interface StoredCredentials {
  credentials: Credentials;
  version: number;
  /** Whether the provider refused them for good: only their owner brings others. */
  isRefused: boolean;
  /** How renewing them went: failures in a row, and before when nobody tries again. */
  refresh: { failures: number; retryAt: number | null };
}

/** Where credentials are kept. */
export interface CredentialAccess {
  /** Null where there are none (any more). */
  read(integrationId: string): Promise<StoredCredentials | null>;
  /** Writes over that version only; false where another was faster. */
  replace(integrationId: string, version: number, credentials: Credentials): Promise<boolean>;
}

/** One renewal at a time for each integration, among all processes. */
export interface RefreshLease {
  take(integrationId: string, version: number, owner: string): Promise<boolean>;
  release(integrationId: string, owner: string, failure: { retryAt: number } | null): Promise<void>;
}

/** What the connection status is told. */
export interface RefreshListener {
  /** The owner must reconnect, unless credentials of a later version came. */
  onRefused(integrationId: string, error: HubError, version: number): Promise<void>;
  /** Renewing does not work for now, and calls cannot wait for it; null where it works again. */
  onTrouble(integrationId: string, error: HubError | null): Promise<void>;
}

/**
 * Asks the provider for new tokens.
 * @throws HubError REAUTHORIZATION_REQUIRED where the grant is gone for good, another where it may come back.
 */
export type RefreshTokens = (
  provider: ProviderDefinition,
  credentials: OAuth2Credentials,
) => Promise<OAuth2Credentials>;
