import { loadRowByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type HealthLoader = KeyLoader<Row<'health'> | null>;

/** Health by integration id. */
export function healthLoader(read: VisibleReader): HealthLoader {
  return loadRowByKey(
    (ids) => read.from('health').selectAll('health').where('health.integrationId', 'in', ids).execute(),
    (health) => health.integrationId,
  );
}
