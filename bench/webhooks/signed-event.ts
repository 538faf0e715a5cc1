import { randomUUID } from 'node:crypto';
import { stripeScheme } from '../../src/platform/signatures/stripe-scheme.js';
import { STRIPE_API_VERSION } from '../../src/providers/stripe/stripe-api.js';

export const SECRET = 'whsec_of-the-bench-0123456789';
export const ACCOUNT = 'acct_bench';
/** Objects that the events are about. */
const CUSTOMERS = 10_000;
/** Sets the events of one run apart from those of others. */
const RUN = randomUUID();

/** An event of Stripe about one of many customers, about 600 bytes, signed as of now. */
export function signedEvent(number: number): { headers: Record<string, string>; body: Buffer } {
  const now = Date.now();
  const created = Math.floor(now / 1000);
  const customer = {
    id: `cus_${number % CUSTOMERS}`,
    object: 'customer',
    email: `person-${number}@example.com`,
    name: `Customer as of ${number}`,
    description: 'What the product wrote of this customer when they signed up, and what they asked for since.',
    balance: 0,
    created,
    livemode: false,
    metadata: { plan: 'team', seats: '12' },
  };
  const event = {
    id: `evt_${RUN}_${number}`,
    object: 'event',
    account: ACCOUNT,
    api_version: STRIPE_API_VERSION,
    created,
    data: { object: customer },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'customer.updated',
  };
  const body = Buffer.from(JSON.stringify(event));
  const signature = stripeScheme.sign?.({ body, key: { secret: SECRET }, id: '', now, url: '' });
  return { headers: { 'content-type': 'application/json', ...signature }, body };
}
