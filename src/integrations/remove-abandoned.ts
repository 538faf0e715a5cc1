import type { Db } from '../tables.js';

const MINUTE_MS = 60_000;
/** So long a replayed callback still finds how it ended. */
const KEEP_ATTEMPTS_MS = 60 * MINUTE_MS;
/** So long an owner can read why connecting failed. */
const KEEP_FAILURES_MS = 24 * 60 * MINUTE_MS;

/** Removes attempts that expired, and integrations that never had an account and that nobody is connecting. */
export async function removeAbandoned(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('oauth_attempt')
    .where('expiresAt', '<', now - KEEP_ATTEMPTS_MS)
    .execute();
  await db
    .deleteFrom('integration')
    .where('externalAccountId', 'is', null)
    .where((row) =>
      row.or([
        row('state', '=', 'PENDING'),
        row.and([row('state', '=', 'DISCONNECTED'), row('stateSince', '<', now - KEEP_FAILURES_MS)]),
      ]),
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('oauth_attempt')
            .select('oauth_attempt.id')
            .whereRef('oauth_attempt.integrationId', '=', 'integration.id')
            // A minute longer than they may begin: one that began at the last moment is still exchanging its code.
            .where('oauth_attempt.expiresAt', '>', now - MINUTE_MS),
        ),
      ),
    )
    .execute();
}
