import { loadRowByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type RecordLoader = KeyLoader<Row<'record'> | null>;

export function recordLoader(read: VisibleReader): RecordLoader {
  return loadRowByKey(
    (ids) => read.from('record').selectAll('record').where('record.id', 'in', ids).execute(),
    (record) => record.id,
  );
}
