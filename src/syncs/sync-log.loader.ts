import { loadRowByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type SyncLogLoader = KeyLoader<Row<'sync_log'> | null>;

export function syncLogLoader(read: VisibleReader): SyncLogLoader {
  return loadRowByKey(
    (ids) => read.from('sync_log').selectAll('sync_log').where('sync_log.id', 'in', ids).execute(),
    (log) => log.id,
  );
}

/**
 * The latest run of each integration. Ids sort by time, so it is the greatest id, which the index
 * gives without reading the other runs: hence a subquery an integration rather than GROUP BY.
 */
export function lastSyncLogOfLoader(read: VisibleReader): SyncLogLoader {
  return loadRowByKey(
    (integrationIds) =>
      read
        .from('sync_log')
        .selectAll('sync_log')
        .where('sync_log.id', 'in', ({ selectFrom }) =>
          selectFrom('integration')
            .where('integration.id', 'in', integrationIds)
            .select(({ selectFrom: selectOf }) =>
              selectOf('sync_log as run')
                .whereRef('run.integrationId', '=', 'integration.id')
                .select(({ fn }) => fn.max('run.id').as('lastId'))
                .as('lastId'),
            ),
        )
        .execute(),
    (log) => log.integrationId,
  );
}

/** The latest run of each sync. */
export function lastRunOfLoader(read: VisibleReader): SyncLogLoader {
  return loadRowByKey(
    (syncIds) =>
      read
        .from('sync_log')
        .selectAll('sync_log')
        .where('sync_log.id', 'in', ({ selectFrom }) =>
          selectFrom('sync')
            .where('sync.id', 'in', syncIds)
            .select(({ selectFrom: selectOf }) =>
              selectOf('sync_log as run')
                .whereRef('run.syncId', '=', 'sync.id')
                .select(({ fn }) => fn.max('run.id').as('lastId'))
                .as('lastId'),
            ),
        )
        .execute(),
    (log) => log.syncId,
  );
}
