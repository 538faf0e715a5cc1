import { loadRowByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type AlertLoader = KeyLoader<Row<'alert'> | null>;

export function alertLoader(read: VisibleReader): AlertLoader {
  return loadRowByKey(
    (ids) => read.from('alert').selectAll('alert').where('alert.id', 'in', ids).execute(),
    (alert) => alert.id,
  );
}
