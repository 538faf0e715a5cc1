import { loadRowAnew } from '../platform/graphql/row-loaders.js';
import type { Db } from '../tables.js';

export type RunStates = ReturnType<typeof runStates>;

/** In which state a run is, for all who watch it. */
export function runStates(db: Db) {
  return loadRowAnew(
    (ids) => db.selectFrom('sync_log').select(['id', 'state']).where('id', 'in', ids).execute(),
    ({ id }) => id,
  );
}
