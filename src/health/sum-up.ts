import type { Transaction } from 'kysely';
import { toJson } from '../platform/database/json-text.js';
import type { Row, Tables } from '../tables.js';
import { leavesAt, windowStart } from './health-window.js';
import { stateOf, type HealthThresholds } from './judge-health.js';
import { percentileOf } from './latency-bins.js';
import { readMainFailures } from './main-failure.js';

export type SummedHealth = Omit<Row<'health'>, 'lastSuccessAt' | 'lastFailureAt'>;

interface Bin {
  integrationId: string;
  bin: number;
  calls: number;
  failures: number;
  oldest: number;
}

/**
 * Sums the last 24 hours of these integrations up into their rows: a statement reads, one reads why calls failed,
 * one writes.
 * @returns what each is now.
 */
export async function sumUp(
  trx: Transaction<Tables>,
  rows: readonly Row<'health'>[],
  now: number,
  thresholds: HealthThresholds,
): Promise<SummedHealth[]> {
  const bins = Map.groupBy(await readBins(trx, rows, now), ({ integrationId }) => integrationId);
  const counted = rows.map((row) => countedRow(row, bins.get(row.integrationId) ?? [], now, thresholds));
  const failing = counted.filter(({ failures }) => failures > 0).map(({ integrationId }) => integrationId);
  const mainFailures = await readMainFailures(trx, failing, now);
  const summed = counted.map((row) => {
    const mainFailure = mainFailures.get(row.integrationId);
    return { ...row, mainFailure: mainFailure === undefined ? null : toJson(mainFailure) };
  });
  await trx
    .insertInto('health')
    .values(summed)
    .onConflict((conflict) =>
      conflict.column('integrationId').doUpdateSet(({ ref }) => ({
        state: ref('excluded.state'),
        calls: ref('excluded.calls'),
        failures: ref('excluded.failures'),
        mainFailure: ref('excluded.mainFailure'),
        p95LatencyMs: ref('excluded.p95LatencyMs'),
        changedAt: ref('excluded.changedAt'),
        staleAt: ref('excluded.staleAt'),
      })),
    )
    .execute();
  return summed;
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

function countedRow(row: Row<'health'>, bins: readonly Bin[], now: number, thresholds: HealthThresholds) {
  const calls = bins.reduce((sum, bin) => sum + bin.calls, 0);
  const failures = bins.reduce((sum, bin) => sum + bin.failures, 0);
  const state = stateOf({ calls, failures }, row.state, thresholds);
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
