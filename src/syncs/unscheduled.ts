import type { Db } from '../tables.js';

const FOUND_AT_ONCE = 1_000;

/**
 * Integrations that were connected in a stretch of time (epoch milliseconds) and that no sync is scheduled of,
 * though nobody switched one off.
 */
export async function findUnscheduled(db: Db, { since, until }: { since: number; until: number }): Promise<string[]> {
  const found = await db
    .selectFrom('integration')
    .select('integration.id')
    .where('integration.state', '=', 'CONNECTED')
    .where('integration.stateSince', '>=', since)
    .where('integration.stateSince', '<=', until)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('sync')
            .select('sync.id')
            .whereRef('sync.integrationId', '=', 'integration.id')
            .where((eb) =>
              eb.or([
                eb('sync.nextFullAt', 'is not', null),
                eb('sync.nextIncrementalAt', 'is not', null),
                eb('sync.disabledAt', 'is not', null),
              ]),
            ),
        ),
      ),
    )
    .limit(FOUND_AT_ONCE)
    .execute();
  return found.map(({ id }) => id);
}
