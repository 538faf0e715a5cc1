import { randomUUID } from 'node:crypto';
import type { WebhookSample } from '../provider.js';
import { STRIPE_API_VERSION } from './stripe-api.js';
import type { StripeEventType } from './stripe-resource.js';

interface About {
  account: string;
  now: number;
}

const customer = { id: 'cus_sample', object: 'customer', email: 'ada@example.com', name: 'Ada Lindqvist', balance: 0 };
const product = { id: 'prod_sample', object: 'product', name: 'Team plan', active: true };
const price = {
  id: 'price_sample',
  object: 'price',
  product: product.id,
  active: true,
  currency: 'eur',
  unit_amount: 4900,
  unit_amount_decimal: '4900',
  type: 'recurring',
  billing_scheme: 'per_unit',
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
};
const subscription = {
  id: 'sub_sample',
  object: 'subscription',
  customer: customer.id,
  currency: 'eur',
  status: 'active',
  collection_method: 'charge_automatically',
  items: { object: 'list', data: [{ id: 'si_sample', object: 'subscription_item', price, quantity: 3 }] },
};
const invoice = {
  id: 'in_sample',
  object: 'invoice',
  number: 'ACORN-0001',
  status: 'paid',
  customer: customer.id,
  parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id } },
  currency: 'eur',
  total: 14_700,
  amount_due: 14_700,
  amount_paid: 14_700,
  amount_remaining: 0,
};

/** An event of each kind, with as much of its object as tells it apart. */
export const stripeSamples: Readonly<Record<string, (about: About) => WebhookSample>> = Object.fromEntries([
  sample('customer.created', customer),
  sample('customer.updated', { ...customer, name: 'Ada Lindqvist-Berg' }),
  sample('customer.deleted', customer),
  sample('customer.subscription.created', { ...subscription, status: 'incomplete' }),
  sample('customer.subscription.updated', subscription),
  sample('customer.subscription.deleted', { ...subscription, status: 'canceled' }),
  sample('invoice.created', { ...invoice, number: null, status: 'draft', amount_paid: 0, amount_remaining: 14_700 }),
  sample('invoice.paid', invoice),
  sample('product.created', product),
  sample('product.updated', { ...product, active: false }),
  sample('price.created', price),
  sample('price.updated', { ...price, active: false }),
  sample('account.application.deauthorized', { id: 'ca_sample', object: 'application', name: 'Integration hub' }),
]);

function sample(type: StripeEventType, object: object): [StripeEventType, (about: About) => WebhookSample] {
  return [type, ({ account, now }) => ({ body: eventOf(type, object, account, Math.floor(now / 1000)) })];
}

function eventOf(type: StripeEventType, object: object, account: string, created: number): object {
  return {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    object: 'event',
    account,
    api_version: STRIPE_API_VERSION,
    created,
    data: { object: { created, livemode: false, metadata: {}, ...object } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}
