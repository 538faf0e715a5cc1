// Deliveries are signed by the official SDK; where the hub asks Stripe, test/kit/stripe-server.ts answers, a
// small server that follows Stripe's documented answers.
import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebhookUnreadable, type WebhookChange, type WebhookDefinition } from '../../../src/providers/provider.js';
import { stripe } from '../../../src/providers/stripe/stripe.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { hubErrorOf, modelOf } from '../../kit/read-model.js';
import { StripeServer } from '../../kit/stripe-server.js';

const webhook = stripe.webhook as WebhookDefinition;
const NOW = Date.UTC(2026, 9, 30, 12);
const SECOND = NOW / 1000;
const SECRET = 'whsec_test';

type Fields = Record<string, unknown>;

function eventOf(type: string, object: Fields, fields: Fields = {}): Fields {
  const body = webhook.samples?.['customer.updated']?.({ account: 'acct_acorn', now: NOW }).body as Fields;
  return { ...body, type, data: { object }, ...fields };
}

function deliver(event: Fields) {
  const payload = JSON.stringify(event);
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp: SECOND });
  return { headers: { 'stripe-signature': [header] }, body: Buffer.from(payload), url: 'https://hub.example' };
}

describe('a delivery of Stripe', () => {
  test('is known by its signature', async () => {
    const delivery = deliver(eventOf('customer.updated', { id: 'cus_1' }));
    const verify = (secret: string) => webhook.scheme.verify(delivery, [{ secret }], NOW);

    expect(await verify(SECRET)).toMatchObject({ verified: true });
    expect(await verify('whsec_other')).toMatchObject({ verified: false });
  });

  test('is signed as the SDK expects it', () => {
    const { body, url } = deliver(eventOf('customer.updated', { id: 'cus_1' }));
    const signed = webhook.scheme.sign?.({ body, url, key: { secret: SECRET }, id: 'evt_1', now: Date.now() });

    const event = Stripe.webhooks.constructEvent(body, signed?.['stripe-signature'] ?? '', SECRET);

    expect(event.type).toBe('customer.updated');
  });

  test('tells its id, its type and, by Connect, its account', () => {
    const { account: _, ...own } = eventOf('balance.available', {}, { id: 'evt_1' });

    expect(webhook.read(deliver({ ...own, account: 'acct_b' }))).toEqual({
      kind: 'EVENT',
      id: 'evt_1',
      isIdInBody: true,
      type: 'balance.available',
      accounts: ['acct_b'],
    });
    expect(webhook.read(deliver(own))).toMatchObject({ accounts: [] });
  });

  test.each([
    ['no JSON', Buffer.from('<html>')],
    [
      'a thin event',
      Buffer.from(JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'v1.customer.created' })),
    ],
  ])('is refused where it is %s', (_, body) => {
    expect(() => webhook.read({ headers: {}, body, url: '' })).toThrow(WebhookUnreadable);
  });
});

describe('what an event of Stripe changes', () => {
  let server: StripeServer;
  beforeEach(async () => {
    server = await StripeServer.start();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  const api = () => Promise.resolve(stripe.createApi({ fetch: fetchWith(server.key), apiUrl: server.apiUrl }));
  async function changesOf(event: Fields, receivedAt = NOW): Promise<WebhookChange[]> {
    const { headers, body } = deliver(event);
    const request = {
      event: { type: String(event['type']), headers, body, receivedAt },
      account: { externalId: 'acct_acorn' },
      api,
      signal: new AbortController().signal,
    };
    const changes: WebhookChange[] = [];
    for await (const change of webhook.changes(request)) changes.push(change);
    return changes;
  }

  test.each([
    ['customer.updated', 'StripeCustomer'],
    ['customer.subscription.updated', 'StripeSubscription'],
    ['invoice.paid', 'StripeInvoice'],
    ['product.updated', 'StripeProduct'],
    ['price.updated', 'StripePrice'],
  ])('is, for %s, a %s as the event shows it', async (type, model) => {
    const sample = webhook.samples?.[type]?.({ account: 'acct_acorn', now: NOW }).body as { data: { object: unknown } };

    const changes = await changesOf(sample);

    expect(changes).toEqual([{ model, records: [sample.data.object], version: expect.any(Number) }]);
    expect(() => modelOf(stripe, model).record.parse(sample.data.object)).not.toThrow();
    expect(server.asked).toEqual([]);
  });

  test.each([
    ['customer.deleted', 'StripeCustomer', 'cus_1'],
    ['invoice.deleted', 'StripeInvoice', 'in_1'],
    ['product.deleted', 'StripeProduct', 'prod_1'],
    ['price.deleted', 'StripePrice', 'price_1'],
  ])('is, for %s, that it is gone', async (type, model, id) => {
    const changes = await changesOf(eventOf(type, { id }));

    expect(changes).toEqual([{ model, deleted: [{ externalId: id, version: SECOND * 10 + 9 }] }]);
  });

  test('is, for a cancelled subscription, its status', async () => {
    const [change] = await changesOf(eventOf('customer.subscription.deleted', { id: 'sub_1', status: 'canceled' }));

    expect(change).toMatchObject({ model: 'StripeSubscription', records: [{ id: 'sub_1', status: 'canceled' }] });
  });

  test('is nothing where it concerns no model', async () => {
    expect(await changesOf(eventOf('balance.available', {}))).toEqual([]);
  });

  test('is the end of the link where the account took its access back', async () => {
    expect(await changesOf(eventOf('account.application.deauthorized', { id: 'ca_1' }))).toEqual([{ unlinked: true }]);
  });

  const LIVES: Record<string, [Fields, Fields, Fields]> = {
    'a customer in one second': [
      eventOf('customer.created', { id: 'x', step: 1 }),
      eventOf('customer.updated', { id: 'x', step: 2 }),
      eventOf('customer.deleted', { id: 'x' }),
    ],
    'a product over three seconds': [
      eventOf('product.updated', { id: 'x', step: 1 }, { created: SECOND - 2 }),
      eventOf('product.updated', { id: 'x', step: 2 }, { created: SECOND - 1 }),
      eventOf('product.updated', { id: 'x', step: 3 }),
    ],
    'an invoice that is made, sent and paid in one second': [
      eventOf('invoice.created', { id: 'x', status: 'draft' }),
      eventOf('invoice.finalized', { id: 'x', status: 'open' }),
      eventOf('invoice.paid', { id: 'x', status: 'paid' }),
    ],
    'a subscription in one second': [
      eventOf('customer.subscription.created', { id: 'x', status: 'incomplete' }),
      eventOf('customer.subscription.updated', { id: 'x', status: 'active' }),
      eventOf('customer.subscription.deleted', { id: 'x', status: 'canceled' }),
    ],
  };
  const ORDERS = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];

  test.each(Object.keys(LIVES).flatMap((life) => ORDERS.map((order) => ({ life, order }))))(
    'is in the end the last of $life, come in the order $order',
    async ({ life, order }) => {
      const events = LIVES[life] as Fields[];
      let stored: WebhookChange | undefined;

      for (const place of order) {
        const [change] = await changesOf(events[place] as Fields);
        if (stored === undefined || versionOf(change) > versionOf(stored)) stored = change;
      }

      expect(stored).toEqual((await changesOf(events[2] as Fields))[0]);
    },
  );

  test.each([
    ['comes late', {}, NOW + 3_600_000],
    ['is in another version of the API', { api_version: '2019-12-03' }, NOW],
  ])('is what Stripe has now where the event %s', async (_, fields, receivedAt) => {
    server.store.put('customer', 'cus_1', { name: 'As it is now' });

    const changes = await changesOf(
      eventOf('customer.updated', { id: 'cus_1', name: 'As it was' }, fields),
      receivedAt,
    );

    expect(changes).toMatchObject([{ records: [{ id: 'cus_1', name: 'As it is now' }] }]);
  });

  test('is that it is gone where Stripe no longer has it', async () => {
    const changes = await changesOf(eventOf('product.updated', { id: 'prod_gone' }), NOW + 3_600_000);

    expect(changes).toEqual([
      { model: 'StripeProduct', deleted: [{ externalId: 'prod_gone', version: SECOND * 10 + 9 }] },
    ]);
  });

  describe('is delivered', () => {
    const subscriptions = webhook.subscriptions;
    const create = async () => {
      const request = { subject: '', url: 'https://hub.example/webhooks/stripe/int_1', secret: 'unused', id: 'whs_1' };
      return subscriptions?.create({ ...request, api: await api() });
    };

    test('to an endpoint that the hub asks for, with the secret that Stripe made', async () => {
      const created = await create();

      expect(await subscriptions?.subjects(await api())).toEqual(['']);
      expect(created).toEqual({ externalId: 'we_1', secret: 'whsec_of_the_endpoint', expiresAt: null });
      const { form, headers } = server.asked[0] as (typeof server.asked)[number];
      expect(form.get('url')).toBe('https://hub.example/webhooks/stripe/int_1');
      expect([...form.values()]).toEqual(expect.arrayContaining(['customer.deleted', 'invoice.paid', 'price.updated']));
      expect(headers['idempotency-key']).toBe('whs_1');
    });

    test('until the hub removes it, which twice is no error', async () => {
      await create();
      const subscription = { subject: '', externalId: 'we_1', resource: null };

      await subscriptions?.remove({ api: await api(), subscription });
      await subscriptions?.remove({ api: await api(), subscription });

      expect(server.store.objects.has('we_1')).toBe(false);
    });

    test('only by a key that may write endpoints', async () => {
      server.lacking.add('rak_webhook_write');

      const error = await create().catch((thrown: unknown) => thrown);

      expect(hubErrorOf(stripe, error)).toMatchObject({ message: expect.stringContaining('rak_webhook_write') });
    });
  });
});

/** The version that a change carries, of its records or of its deletion. */
function versionOf(change: WebhookChange | undefined): number {
  if (change === undefined || !('model' in change) || 'poll' in change) throw new Error('no version');
  return change.version ?? change.deleted?.[0]?.version ?? Number.NaN;
}
