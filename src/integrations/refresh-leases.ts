import type { Db } from '../tables.js';

/** Longer than a token request with its commit takes. */
const LEASE_MS = 20_000;

/**
 * Who renews the credentials of an integration, among all processes. A lease runs out by itself, so that a
 * process that died blocks nobody; the version of the credentials is the fencing number under which its
 * holder writes what it got.
 */
export class RefreshLeases {
  constructor(
    private readonly db: Db,
    private readonly clock: () => number,
  ) {}

  /** False where another holds it, or credentials of another version came meanwhile. */
  async take(integrationId: string, version: number, owner: string): Promise<boolean> {
    const now = this.clock();
    const { numUpdatedRows } = await this.db
      .updateTable('integration')
      .set({ refreshLease: owner, refreshLeasedUntil: now + LEASE_MS })
      .where('id', '=', integrationId)
      .where('credentialsVersion', '=', version)
      .where((eb) => eb.or([eb('refreshLeasedUntil', 'is', null), eb('refreshLeasedUntil', '<=', now)]))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Gives it back. Where the refresh failed for now, nobody tries again before `retryAt`. */
  async release(integrationId: string, owner: string, failure: { retryAt: number } | null): Promise<void> {
    await this.db
      .updateTable('integration')
      .set({ refreshLease: null, refreshLeasedUntil: null })
      .$if(failure !== null, (update) =>
        update.set((row) => ({ refreshRetryAt: failure?.retryAt, refreshFailures: row('refreshFailures', '+', 1) })),
      )
      .where('id', '=', integrationId)
      .where('refreshLease', '=', owner)
      .execute();
  }

  /** Frees all of them; where this process is the only one, at its start. */
  async releaseAll(): Promise<void> {
    await this.db
      .updateTable('integration')
      .set({ refreshLease: null, refreshLeasedUntil: null })
      .where('refreshLease', 'is not', null)
      .execute();
  }
}
