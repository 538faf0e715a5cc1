import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db, Row } from '../tables.js';
import type { Credentials } from './credentials.js';

export interface StoredCredentials {
  credentials: Credentials;
  /** Fencing number, for {@link CredentialStore.replace}. */
  version: number;
  /** Whether the provider refused them for good: only their owner brings others. */
  isRefused: boolean;
  /** How renewing them went: failures in a row, and before when nobody tries again. */
  refresh: { failures: number; retryAt: number | null };
  integration: Row<'integration'>;
}

/** Credentials sealed into the row of their integration. */
export class CredentialStore {
  constructor(
    private readonly db: Db,
    private readonly sealer: Sealer,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Null where there is no such integration, or it holds no credentials. */
  async read(integrationId: string): Promise<StoredCredentials | null> {
    const integration = await this.db
      .selectFrom('integration')
      .selectAll()
      .where('id', '=', integrationId)
      .executeTakeFirst();
    if (!integration?.sealedCredentials) return null;
    const text = await this.sealer.open(placeOf(integrationId), integration.sealedCredentials);
    const { credentialsVersion: version, refreshFailures: failures, refreshRetryAt: retryAt } = integration;
    return {
      credentials: JSON.parse(text) as Credentials,
      version,
      isRefused: integration.state === 'REAUTHORIZATION_REQUIRED',
      refresh: { failures, retryAt },
      integration,
    };
  }

  /** Writes over the credentials of the version that was read; false where somebody else wrote or erased them meanwhile. */
  async replace(integrationId: string, expectedVersion: number, credentials: Credentials): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('integration')
      .set({ ...(await this.columnsOf(integrationId, credentials)), updatedAt: this.clock() })
      .set((row) => ({ credentialsVersion: row('credentialsVersion', '+', 1) }))
      .where('id', '=', integrationId)
      .where('credentialsVersion', '=', expectedVersion)
      .where('sealedCredentials', 'is not', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Forgets them; a refresh under way no longer finds its version. */
  async erase(integrationId: string): Promise<void> {
    await this.db
      .updateTable('integration')
      .set({ sealedCredentials: null, credentialsExpireAt: null, updatedAt: this.clock() })
      .set((row) => ({ credentialsVersion: row('credentialsVersion', '+', 1) }))
      .where('id', '=', integrationId)
      .execute();
  }

  /** The columns that hold them; whoever writes these raises `credentialsVersion` too. */
  async columnsOf(integrationId: string, credentials: Credentials) {
    return {
      sealedCredentials: await this.sealer.seal(placeOf(integrationId), JSON.stringify(credentials)),
      credentialsExpireAt: credentials.method === 'OAUTH2' ? credentials.expiresAt : null,
      credentialsRenewable: credentials.method === 'OAUTH2' ? Number(credentials.refreshToken !== null) : null,
      refreshFailures: 0,
      refreshRetryAt: null,
    };
  }
}

function placeOf(integrationId: string): string {
  return `integration.sealed_credentials:${integrationId}`;
}
