import { loadRowsByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

type AlertOfRun = Row<'alert'> & { syncLogId: string };

export type AlertsOfRunLoader = KeyLoader<readonly AlertOfRun[]>;

/** By when an alert has fired that a run gave rise to: states are compared once a minute. */
const SOON_MS = 2 * 60_000;

/** The alerts about a run's integration that fired while it ran or soon after; by sync log id. */
export function alertsOfRunLoader(read: VisibleReader): AlertsOfRunLoader {
  return loadRowsByKey(
    (ids): Promise<AlertOfRun[]> =>
      read
        .from('alert')
        .innerJoin('sync_log', 'sync_log.integrationId', 'alert.integrationId')
        .where('sync_log.id', 'in', ids)
        .whereRef('alert.firedAt', '>=', 'sync_log.startedAt')
        .where(({ eb, or, ref }) =>
          or([
            eb('sync_log.finishedAt', 'is', null),
            eb(ref('alert.firedAt'), '<=', eb(ref('sync_log.finishedAt'), '+', SOON_MS)),
          ]),
        )
        .selectAll('alert')
        .select('sync_log.id as syncLogId')
        .orderBy('alert.id')
        .execute(),
    (alert) => alert.syncLogId,
  );
}
