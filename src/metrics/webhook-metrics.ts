import type { BoundedLabel } from '../platform/metrics/bounded-label.js';
import type { Meters } from '../platform/metrics/meters.js';
import type { WebhookObserver } from '../webhooks/webhook-observer.js';
import type { Webhooks } from '../webhooks/webhooks.js';

/** Deliveries of providers, and what becomes of the events that they bring. */
export function webhookMetrics(meters: Meters, providers: BoundedLabel): WebhookObserver {
  const deliveries = meters.counter(
    'hub_webhook_deliveries_total',
    'Deliveries of providers: new events, duplicates, questions that were answered, and what was turned away.',
    ['provider', 'outcome'],
  );
  const events = meters.counter('hub_webhook_events_total', 'Attempts to process a webhook event.', [
    'provider',
    'outcome',
  ]);
  return {
    onDelivery: (providerId, outcome) => deliveries.inc({ provider: providers.of(providerId), outcome }),
    onProcessed: (providerId, outcome, count) => events.inc({ provider: providers.of(providerId), outcome }, count),
  };
}

/** What is not over yet, the same in every process of a database. */
export function watchEvents(meters: Meters, webhooks: Pick<Webhooks, 'countPending'>, providers: BoundedLabel): void {
  meters.gauge(
    'hub_webhook_events_pending',
    'Webhook events that were stored and are not over.',
    ['provider', 'state'],
    async () =>
      (await webhooks.countPending()).map(({ providerId, state, count }) => ({
        labels: { provider: providers.of(providerId), state },
        value: count,
      })),
  );
}
