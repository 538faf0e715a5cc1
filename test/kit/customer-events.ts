import { STRIPE_API_VERSION } from '../../src/providers/stripe/stripe-api.js';

/** A Stripe event about one of many customers, or one of which the hub keeps nothing. */
export interface CustomerEvent {
  id: string;
  type: 'customer.updated' | 'customer.deleted' | 'payout.paid';
  /** Unix seconds; each event has its own. */
  created: number;
  customer: { id: string; name: string };
}

/** As many distinct events, in the order in which they happened; each tenth concerns no customer. */
export function customerEvents(count: number, customers: number, firstAt: number): CustomerEvent[] {
  return Array.from({ length: count }, (_, number) => ({
    id: `evt_${number}`,
    type: number % 10 === 9 ? 'payout.paid' : number % 17 === 0 ? 'customer.deleted' : 'customer.updated',
    created: firstAt + number,
    customer: { id: `cus_${number % customers}`, name: `Customer as of ${number}` },
  }));
}

/** Which customers there are once all of it has happened: names by id. */
export function customersAfter(events: readonly CustomerEvent[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { type, customer } of events) {
    if (type === 'customer.updated') names.set(customer.id, customer.name);
    if (type === 'customer.deleted') names.delete(customer.id);
  }
  return names;
}

/** The event as Stripe would send it of a connected account. */
export function bodyOf({ id, type, created, customer }: CustomerEvent, account: string): string {
  return JSON.stringify({
    id,
    object: 'event',
    account,
    api_version: STRIPE_API_VERSION,
    created,
    data: { object: { ...customer, object: 'customer', balance: 0, created, livemode: false, metadata: {} } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  });
}
