import { loadRowByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type QuotaLoader = KeyLoader<Row<'quota'> | null>;

/** What a provider last said of its limit, by integration id. */
export function quotaLoader(read: VisibleReader): QuotaLoader {
  return loadRowByKey(
    (ids) => read.from('quota').selectAll('quota').where('quota.integrationId', 'in', ids).execute(),
    (quota) => quota.integrationId,
  );
}
