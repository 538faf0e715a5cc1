import type { BoundedLabel } from '../platform/metrics/bounded-label.js';
import type { Meters } from '../platform/metrics/meters.js';
import type { LoggedCall } from '../requests/api-call-log.js';
import type { RequestManager } from '../requests/request-manager.js';
import type { PermitObserver } from '../requests/permits/permits.js';

/** Calls to providers, and what they wait for. */
export function providerMetrics(
  meters: Meters,
  providers: BoundedLabel,
): { onCall(call: LoggedCall): void; onPermit: PermitObserver } {
  const calls = meters.counter('hub_api_calls_total', 'HTTP exchanges with providers; status "none": no answer.', [
    'provider',
    'status',
  ]);
  const durations = meters.histogram('hub_api_call_duration_seconds', 'Time of one exchange with a provider.', [
    'provider',
  ]);
  const waits = meters.histogram(
    'hub_limiter_wait_duration_seconds',
    "Time that a call stood in line, so as to keep to its provider's limits.",
    ['provider'],
  );
  const refusals = meters.counter('hub_limiter_refusals_total', 'Calls whose turn would have come too late.', [
    'provider',
  ]);
  return {
    onCall({ providerId, row: { statusCode, durationMs } }) {
      const provider = providers.of(providerId);
      const status = statusCode === 0 ? 'none' : `${Math.floor(statusCode / 100)}xx`;
      calls.inc({ provider, status });
      durations.observe({ provider }, durationMs / 1000);
    },
    onPermit({ providerId, waitedMs, given }) {
      const provider = providers.of(providerId);
      waits.observe({ provider }, waitedMs / 1000);
      if (!given) refusals.inc({ provider });
    },
  };
}

export function watchBreakers(meters: Meters, requests: Pick<RequestManager, 'breakerStates'>): void {
  meters.gauge('hub_breaker_hosts', 'Hosts of providers by the state of their breaker.', ['state'], () =>
    Object.entries(requests.breakerStates).map(([state, value]) => ({ labels: { state }, value })),
  );
}
