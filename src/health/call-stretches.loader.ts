import { loadRowsByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

/** Calls of an integration in one stretch of time. */
export interface CallStretch {
  /** Epoch milliseconds. */
  startsAt: number;
  calls: number;
  failures: number;
}

export type CallStretchesLoader = KeyLoader<readonly CallStretch[]>;

/** What health is summed up from, by integration id, the oldest first. Older stretches than it counts are removed. */
export function callStretchesLoader(read: VisibleReader): CallStretchesLoader {
  return loadRowsByKey(
    (ids) =>
      read
        .from('health_bucket')
        .where('health_bucket.integrationId', 'in', ids)
        .groupBy(['health_bucket.integrationId', 'health_bucket.bucketAt'])
        .select(({ fn }) => [
          'health_bucket.integrationId as integrationId',
          'health_bucket.bucketAt as startsAt',
          fn.sum<number>('health_bucket.calls').as('calls'),
          fn.sum<number>('health_bucket.failures').as('failures'),
        ])
        .orderBy('health_bucket.bucketAt')
        .execute(),
    ({ integrationId }) => integrationId,
  );
}
