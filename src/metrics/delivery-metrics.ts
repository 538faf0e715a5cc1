import type { Deliveries } from '../deliveries/deliveries.js';
import type { DeliveryObserver } from '../deliveries/delivery-observer.js';
import type { Meters } from '../platform/metrics/meters.js';

/** What the product's backend and people are told: tries, and what becomes of deliveries. */
export function deliveryMetrics(meters: Meters): DeliveryObserver {
  const attempts = meters.counter('hub_outbound_attempts_total', 'Tries to deliver an outbound event.', [
    'kind',
    'outcome',
  ]);
  const durations = meters.histogram('hub_outbound_attempt_duration_seconds', 'Time of one try.', ['kind']);
  const deliveries = meters.counter('hub_outbound_deliveries_total', 'Outbound deliveries that are over.', [
    'kind',
    'outcome',
  ]);
  return ({ kind, outcome, durationMs }) => {
    attempts.inc({ kind, outcome: outcome === 'delivered' ? 'succeeded' : 'failed' });
    durations.observe({ kind }, durationMs / 1000);
    if (outcome !== 'failed') deliveries.inc({ kind, outcome });
  };
}

/** What is not over and what is dead, the same in every process of a database. */
export function watchDeliveries(
  meters: Meters,
  deliveries: Pick<Deliveries, 'countPending' | 'countDead'>,
  clock: () => number = Date.now,
): void {
  meters.gauge(
    'hub_outbound_deliveries_pending',
    'Outbound deliveries that are not over.',
    ['kind', 'state'],
    async () =>
      (await deliveries.countPending()).map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
  );
  const ageOf = async (time: 'oldestAt' | 'dueAt') => {
    const pending = await deliveries.countPending();
    const now = clock();
    return [{ labels: {}, value: (now - Math.min(now, ...pending.map((some) => some[time]))) / 1000 }];
  };
  meters.gauge('hub_outbound_oldest_pending_age_seconds', 'How long ago the oldest of them was stored.', [], () =>
    ageOf('oldestAt'),
  );
  meters.gauge('hub_outbound_oldest_due_age_seconds', 'For how long one of them has been due.', [], () =>
    ageOf('dueAt'),
  );
  meters.gauge('hub_outbound_deliveries_dead', 'Outbound deliveries that are out of tries.', ['kind'], async () =>
    (await deliveries.countDead()).map(({ kind, count }) => ({ labels: { kind }, value: count })),
  );
}
