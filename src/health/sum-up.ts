import type { Insertable, Transaction } from 'kysely';
import type { Row, Tables } from '../tables.js';
import type { HealthState } from './health-state.js';
import { leavesAt, windowStart } from './health-window.js';
import { stateOf } from './judge-health.js';
import { percentileOf } from './latency-bins.js';

interface Bin {
  integrationId: string;
  bin: number;
  calls: number;
  failures: number;
  oldest: number;
}

/**
 * Sums the last 24 hours of these integrations up into their rows: one statement reads, one writes.
 * @returns the state of each.
 */
export async function sumUp(
  trx: Transaction<Tables>,
  rows: readonly Row<'health'>[],
  now: number,
): Promise<Map<string, HealthState>> {
  const bins = Map.groupBy(await readBins(trx, rows, now), ({ integrationId }) => integrationId);
  const summed = rows.map((row) => summedRow(row, bins.get(row.integrationId) ?? [], now));
  await trx
    .insertInto('health')
    .values(summed)
    .onConflict((conflict) =>
      conflict.column('integrationId').doUpdateSet(({ ref }) => ({
        state: ref('excluded.state'),
        calls: ref('excluded.calls'),
        failures: ref('excluded.failures'),
        p95LatencyMs: ref('excluded.p95LatencyMs'),
        changedAt: ref('excluded.changedAt'),
        staleAt: ref('excluded.staleAt'),
      })),
    )
    .execute();
  return new Map(summed.map(({ integrationId, state }) => [integrationId, state]));
}

function readBins(trx: Transaction<Tables>, rows: readonly Row<'health'>[], now: number): Promise<Bin[]> {
  const ids = rows.map(({ integrationId }) => integrationId);
  return trx
    .selectFrom('health_bucket')
    .where('integrationId', 'in', ids)
    .where('bucketAt', '>', windowStart(now))
    .groupBy(['integrationId', 'bin'])
    .select(({ fn }) => [
      'integrationId',
      'bin',
      fn.sum<number>('calls').as('calls'),
      fn.sum<number>('failures').as('failures'),
      fn.min<number>('bucketAt').as('oldest'),
    ])
    .execute();
}

function summedRow(row: Row<'health'>, bins: readonly Bin[], now: number): Insertable<Tables['health']> {
  const calls = bins.reduce((sum, bin) => sum + bin.calls, 0);
  const failures = bins.reduce((sum, bin) => sum + bin.failures, 0);
  const state = stateOf({ calls, failures });
  return {
    ...row,
    state,
    calls,
    failures,
    p95LatencyMs: percentileOf(bins, 0.95),
    changedAt: state === row.state ? row.changedAt : now,
    staleAt: bins.length === 0 ? null : leavesAt(Math.min(...bins.map(({ oldest }) => oldest))),
  };
}
