import { KeyLoader } from '../platform/graphql/row-loaders.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { HealthState } from './health-state.js';
import { stateOf, type HealthThresholds } from './judge-health.js';

/** How the calls of all integrations of a provider go that the viewer may see. */
export interface ProviderHealth {
  state: HealthState;
  integrations: number;
  healthy: number;
  degraded: number;
  down: number;
  unknown: number;
  calls24h: number;
  failures24h: number;
  errorRate24h: number;
}

export type ProviderHealthLoader = KeyLoader<ProviderHealth>;

/** By provider id. */
export function providerHealthLoader(read: VisibleReader, thresholds: HealthThresholds): ProviderHealthLoader {
  return new KeyLoader(async (providerIds) => {
    const rows = await read
      .from('integration')
      .leftJoin('health', 'health.integrationId', 'integration.id')
      .where('integration.providerId', 'in', providerIds)
      .where('integration.state', 'in', ['CONNECTED', 'REAUTHORIZATION_REQUIRED'])
      .groupBy(['integration.providerId', 'health.state'])
      .select(({ fn }) => [
        'integration.providerId',
        'health.state',
        fn.countAll<number>().as('integrations'),
        fn.sum<number | null>('health.calls').as('calls'),
        fn.sum<number | null>('health.failures').as('failures'),
      ])
      .execute();
    const byProvider = Map.groupBy(rows, ({ providerId }) => providerId);
    return providerIds.map((id) => summed(byProvider.get(id) ?? [], thresholds));
  });
}

interface StateSum {
  state: HealthState | null;
  integrations: number;
  calls: number | null;
  failures: number | null;
}

function summed(sums: readonly StateSum[], thresholds: HealthThresholds): ProviderHealth {
  const count = (wanted: HealthState) =>
    total(
      sums.filter(({ state }) => (state ?? 'UNKNOWN') === wanted),
      'integrations',
    );
  const calls24h = total(sums, 'calls');
  const failures24h = total(sums, 'failures');
  return {
    state: stateOf({ calls: calls24h, failures: failures24h }, 'UNKNOWN', thresholds),
    integrations: total(sums, 'integrations'),
    healthy: count('HEALTHY'),
    degraded: count('DEGRADED'),
    down: count('DOWN'),
    unknown: count('UNKNOWN'),
    calls24h,
    failures24h,
    errorRate24h: calls24h === 0 ? 0 : failures24h / calls24h,
  };
}

function total(sums: readonly StateSum[], column: 'integrations' | 'calls' | 'failures'): number {
  return sums.reduce((sum, row) => sum + (row[column] ?? 0), 0);
}
