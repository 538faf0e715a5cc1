// The whole hub before test/kit/stripe-server.ts, a small server that follows Stripe's documented answers.
import { expect, test } from 'vitest';
import { stripe } from '../../../src/providers/stripe/stripe.provider.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import { StripeServer } from '../../kit/stripe-server.js';
import { runTypedAction } from '../../kit/typed-action.js';

const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;
const CONNECT = `mutation ($input: ConnectWithApiKeyInput!) {
  connectWithApiKey(input: $input) { integration { id accountLabel } userErrors { code message field } }
}`;
const RUN = `mutation ($input: RunActionInput!) { runAction(input: $input) { output userErrors { code message retryable } } }`;
const SYNC = `mutation ($input: TriggerSyncInput!) { triggerSync(input: $input) { syncLogs { id } userErrors { message } } }`;
const SYNCS = `query ($id: ID!) { integration(id: $id) { syncs { model state recordCount } connectionStatus { state } } }`;
const RECORDS = `query ($id: ID!) {
  integration(id: $id) {
    records(first: 100) {
      nodes {
        __typename
        externalId
        ... on StripeObject { isLive metadata }
        ... on StripeCustomer { name balance }
        ... on StripeSubscription { status currentPeriodEndsAt items { priceId quantity unitAmount } }
        ... on StripeInvoice { invoiceStatus: status amountDue subscriptionId hostedUrl }
        ... on StripeProduct { productName: name isActive }
        ... on StripePrice { currency unitAmount recurrence { interval intervalCount isMetered } }
      }
    }
  }
}`;

interface Connected {
  connectWithApiKey: { integration: { id: string; accountLabel: string } | null; userErrors: object[] };
}
interface Seen {
  integration: {
    syncs: { model: string; state: string; recordCount: number }[];
    connectionStatus: { state: string };
  };
}

async function open(database: TestDatabase) {
  const server = await StripeServer.start();
  const hub = await openHubHere(database, { definitions: [stripe] });
  await hub.get(CONFIGURE, { input: { providerId: 'stripe', endpoints: { apiUrl: server.apiUrl } } });
  return {
    server,
    hub,
    connect: (apiKey = server.key) => hub.get<Connected>(CONNECT, { input: { providerId: 'stripe', apiKey } }),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function connected(stage: Awaited<ReturnType<typeof open>>): Promise<string> {
  const { connectWithApiKey } = await stage.connect();
  const id = connectWithApiKey.integration?.id ?? '';
  await settled(stage.hub, id);
  return id;
}

async function settled(hub: HubHere, id: string): Promise<Seen['integration']> {
  let seen: Seen | null = null;
  await eventually(async () => {
    seen = await hub.get<Seen>(SYNCS, { id });
    return seen.integration.syncs.every(({ state }) => state === 'SUCCEEDED' || state === 'FAILED');
  }, 'the syncs to end');
  return (seen as unknown as Seen).integration;
}

describeEachDatabase((database) => {
  test('shows what Stripe has, and what changed', { timeout: 60_000 }, async () => {
    await using stage = await open(database);
    const { store } = stage.server;
    const price = store.put('price', 'price_1', {
      currency: 'jpy',
      unit_amount: 4_000_000_000,
      recurring: { interval: 'month', interval_count: 3, usage_type: 'licensed' },
    });
    store.put('customer', 'cus_1', { name: 'Ada', balance: -500, metadata: { team: 'acorn' } });
    store.put('product', 'prod_1', { name: 'Team plan', active: true });
    const item = { id: 'si_1', price, quantity: 2, current_period_end: 1_790_000_000 };
    store.put('subscription', 'sub_1', { status: 'past_due', items: { object: 'list', data: [item] } });
    const parent = { subscription_details: { subscription: 'sub_1' } };
    store.put('invoice', 'in_1', {
      status: 'open',
      amount_due: 8_000_000_000,
      parent,
      hosted_invoice_url: 'https://invoice.stripe.com/i/1',
    });

    const id = await connected(stage);
    const before = await stage.hub.get<{ integration: { records: { nodes: object[] } } }>(RECORDS, { id });
    store.put('customer', 'cus_1', { name: 'Ada Lindqvist' });
    store.delete('prod_1');
    await stage.hub.get(SYNC, { input: { integrationId: id, kind: 'INCREMENTAL' } });
    const { syncs } = await settled(stage.hub, id);
    const after = await stage.hub.get<{ integration: { records: { nodes: object[] } } }>(RECORDS, { id });

    expect(before.integration.records.nodes).toHaveLength(5);
    expect(before.integration.records.nodes).toEqual(
      expect.arrayContaining([
        {
          __typename: 'StripeCustomer',
          externalId: 'cus_1',
          isLive: false,
          metadata: { team: 'acorn' },
          name: 'Ada',
          balance: -500,
        },
        expect.objectContaining({
          __typename: 'StripeSubscription',
          status: 'PAST_DUE',
          currentPeriodEndsAt: '2026-09-21T14:13:20.000Z',
          items: [{ priceId: 'price_1', quantity: 2, unitAmount: 4_000_000_000 }],
        }),
        expect.objectContaining({
          invoiceStatus: 'OPEN',
          amountDue: 8_000_000_000,
          subscriptionId: 'sub_1',
          hostedUrl: 'https://invoice.stripe.com/i/1',
        }),
        expect.objectContaining({ productName: 'Team plan', isActive: true }),
        expect.objectContaining({
          currency: 'jpy',
          unitAmount: 4_000_000_000,
          recurrence: { interval: 'MONTH', intervalCount: 3, isMetered: false },
        }),
      ]),
    );
    expect(syncs.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'SUCCEEDED'));
    expect(syncs).toContainEqual({ model: 'StripeProduct', state: 'SUCCEEDED', recordCount: 0 });
    expect(after.integration.records.nodes).toContainEqual(expect.objectContaining({ name: 'Ada Lindqvist' }));
  });

  test('says what is wrong with a key', async () => {
    await using stage = await open(database);

    const wrong = await stage.connect('sk_test_wrong');
    stage.server.lacking.add('rak_accounts_kyc_basic_read');
    const weak = await stage.connect();

    expect(wrong.connectWithApiKey.userErrors).toMatchObject([
      { code: 'PROVIDER_REJECTED', message: expect.stringContaining('Stripe does not accept this key.') },
    ]);
    expect(weak.connectWithApiKey.userErrors).toEqual([
      {
        code: 'BAD_INPUT',
        message: expect.stringContaining('lacks the permission rak_accounts_kyc_basic_read'),
        field: ['input', 'apiKey'],
      },
    ]);
  });

  test('tells a declined card in words, and charges once for one key', { timeout: 30_000 }, async () => {
    await using stage = await open(database);
    stage.server.store.put('customer', 'cus_1');
    const integrationId = await connected(stage);
    const order = { customer: 'cus_1', items: [{ price: 'price_1' }], paymentBehavior: 'error_if_incomplete' };
    const buy = (idempotencyKey: string) =>
      stage.hub.get<{ runAction: object }>(RUN, {
        input: { integrationId, action: 'createSubscription', input: order, idempotencyKey },
      });

    stage.server.declinesWith = 'insufficient_funds';
    const declined = await buy('order-1');
    stage.server.declinesWith = null;
    const bought = await buy('order-2');
    const again = await buy('order-2');

    expect(declined.runAction).toEqual({
      output: null,
      userErrors: [
        {
          code: 'PROVIDER_REJECTED',
          message:
            'The card was declined: there is not enough money on the account. The customer has to use another card, or try later.',
          retryable: false,
        },
      ],
    });
    expect(bought.runAction).toMatchObject({ output: { status: 'incomplete' }, userErrors: [] });
    expect(again.runAction).toEqual(bought.runAction);
    expect(
      stage.server.asked
        .filter(({ method, path }) => method === 'POST' && !path.includes('webhook_endpoints'))
        .map(({ headers }) => headers['idempotency-key']),
    ).toEqual(['order-1', 'order-2']);
  });

  test('begins a subscription and ends it, with its period or at once', { timeout: 30_000 }, async () => {
    await using stage = await open(database);
    stage.server.store.put('customer', 'cus_1');
    const integrationId = await connected(stage);
    const run = (action: string, input: object) =>
      runTypedAction<{ subscriptionId: string }>(stage.hub, 'stripe', action, { integrationId, ...input });

    const begun = await run('createSubscription', { customer: 'cus_1', items: [{ price: 'price_1' }] });
    const subscription = begun.output?.subscriptionId;
    const ending = await run('cancelSubscription', { subscription });
    const ended = await run('cancelSubscription', { subscription, immediately: true });
    const again = await run('cancelSubscription', { subscription, immediately: true });

    expect(begun).toMatchObject({ output: { status: 'incomplete' }, userErrors: [] });
    expect(ending).toMatchObject({ output: { status: 'incomplete', endsAt: '2027-01-15T08:00:00.000Z' } });
    expect(ended).toMatchObject({ output: { status: 'canceled', endsAt: '2023-11-14T22:13:20.000Z' } });
    expect(again).toMatchObject({ output: { status: 'canceled' }, userErrors: [] });
  });
});
