import { loadRowByKey, loadRowsByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type SyncLoader = KeyLoader<Row<'sync'> | null>;
export type SyncsOfLoader = KeyLoader<readonly Row<'sync'>[]>;

export function syncLoader(read: VisibleReader): SyncLoader {
  return loadRowByKey(
    (ids) => read.from('sync').selectAll('sync').where('sync.id', 'in', ids).execute(),
    (sync) => sync.id,
  );
}

/** The syncs of an integration, by model. */
export function syncsOfLoader(read: VisibleReader): SyncsOfLoader {
  return loadRowsByKey(
    (integrationIds) =>
      read
        .from('sync')
        .selectAll('sync')
        .where('sync.integrationId', 'in', integrationIds)
        .orderBy('sync.model')
        .execute(),
    (sync) => sync.integrationId,
  );
}
