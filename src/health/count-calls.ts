import type { Insertable } from 'kysely';
import type { LoggedCall } from '../requests/api-call-log.js';
import type { Tables } from '../tables.js';
import { stretchOf } from './health-window.js';
import { binOf } from './latency-bins.js';

/** What a batch of calls adds to one integration's health. */
export interface HealthDelta {
  integrationId: string;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
}

/** Sums calls up by integration. */
export function deltasOf(calls: readonly LoggedCall[]): HealthDelta[] {
  return [...Map.groupBy(calls, ({ row }) => row.integrationId)].map(([integrationId, own]) => ({
    integrationId,
    lastSuccessAt: lastOf(own, 'SUCCEEDED'),
    lastFailureAt: lastOf(own, 'FAILED'),
  }));
}

/** Sums calls up by integration, stretch of time and latency, in one order over all processes. */
export function bucketsOf(calls: readonly LoggedCall[]): Insertable<Tables['health_bucket']>[] {
  const buckets = Map.groupBy(calls, ({ row }) => `${row.integrationId} ${stretchOf(row.at)} ${binOf(row.durationMs)}`);
  return [...buckets].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => bucketOf(own));
}

function bucketOf(calls: readonly LoggedCall[]): Insertable<Tables['health_bucket']> {
  const [first] = calls as readonly [LoggedCall];
  return {
    integrationId: first.row.integrationId,
    bucketAt: stretchOf(first.row.at),
    bin: binOf(first.row.durationMs),
    calls: calls.length,
    failures: calls.filter(({ result }) => result === 'FAILED').length,
  };
}

function lastOf(calls: readonly LoggedCall[], wanted: LoggedCall['result']): number | null {
  const times = calls.filter(({ result }) => result === wanted).map(({ row }) => row.at);
  return times.length === 0 ? null : Math.max(...times);
}
