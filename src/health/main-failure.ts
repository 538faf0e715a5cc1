import type { Transaction } from 'kysely';
import type { LoggedCall } from '../requests/api-call-log.js';
import type { Tables } from '../tables.js';
import { stretchOf, windowStart } from './health-window.js';

/** The failure that most of an integration's failed calls of the window have in common. */
export interface MainFailure {
  /** 0 where no answer came. */
  statusCode: number;
  endpoint: string;
  failures: number;
  /** Of the first of them, epoch milliseconds. */
  since: number;
}

/** Counts the failed calls of a batch by what failed, in one order over all processes. */
export async function addFailures(trx: Transaction<Tables>, calls: readonly LoggedCall[]): Promise<void> {
  const failed = calls.filter(({ result }) => result === 'FAILED').map(({ row }) => row);
  if (failed.length === 0) return;
  const kinds = Map.groupBy(
    failed,
    (row) => `${row.integrationId} ${stretchOf(row.at)} ${row.statusCode} ${row.endpoint}`,
  );
  const rows = [...kinds]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, same]) => {
      const [{ integrationId, at, statusCode, endpoint }] = same as [(typeof same)[number]];
      const firstAt = Math.min(...same.map((row) => row.at));
      return { integrationId, bucketAt: stretchOf(at), statusCode, endpoint, failures: same.length, firstAt };
    });
  await trx
    .insertInto('health_failure')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['integrationId', 'bucketAt', 'statusCode', 'endpoint']).doUpdateSet(({ eb, ref }) => ({
        failures: eb(ref('health_failure.failures'), '+', ref('excluded.failures')),
      })),
    )
    .execute();
}

/** The main failure of each of these integrations that has one. */
export async function readMainFailures(
  trx: Transaction<Tables>,
  integrationIds: readonly string[],
  now: number,
): Promise<Map<string, MainFailure>> {
  if (integrationIds.length === 0) return new Map();
  const kinds = await trx
    .selectFrom('health_failure')
    .where('integrationId', 'in', integrationIds)
    .where('bucketAt', '>', windowStart(now))
    .groupBy(['integrationId', 'statusCode', 'endpoint'])
    .select(({ fn }) => [
      'integrationId',
      'statusCode',
      'endpoint',
      fn.sum<number>('failures').as('failures'),
      fn.min<number>('firstAt').as('since'),
    ])
    .orderBy('failures')
    .orderBy('since', 'desc')
    .execute();
  // The last of an integration is that with the most.
  return new Map(kinds.map(({ integrationId, ...failure }) => [integrationId, failure]));
}

/** Drops what has left the window. */
export async function dropOldFailures(
  trx: Transaction<Tables>,
  integrationIds: readonly string[],
  now: number,
): Promise<void> {
  await trx
    .deleteFrom('health_failure')
    .where('integrationId', 'in', integrationIds)
    .where('bucketAt', '<=', windowStart(now))
    .execute();
}
