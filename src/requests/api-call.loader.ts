import { loadRowByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type ApiCallLoader = KeyLoader<Row<'api_call'> | null>;

export function apiCallLoader(read: VisibleReader): ApiCallLoader {
  return loadRowByKey(
    (ids) => read.from('api_call').selectAll('api_call').where('api_call.id', 'in', ids).execute(),
    (call) => call.id,
  );
}
