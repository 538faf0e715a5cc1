// Against test/kit/stripe-server.ts, a small server that follows Stripe's documented answers.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { CursorExpired, type Page } from '../../../src/providers/provider.js';
import { stripe } from '../../../src/providers/stripe/stripe.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { hubErrorOf, readAll, readPages, type Read } from '../../kit/read-model.js';
import { StripeServer } from '../../kit/stripe-server.js';

const DAY_MS = 24 * 60 * 60_000;

describe('Stripe by its documentation', () => {
  let server: StripeServer;
  let happensAt: number;
  const reading = (model: string) => ({ provider: stripe, model, fetch: fetchWith(server.key), apiUrl: server.apiUrl });
  const since = (model: string, changedSince: number | null, checkpoint: unknown = null): Promise<Read> =>
    readAll(reading(model), { kind: 'INCREMENTAL', changedSince, checkpoint });
  const askedFor = (path: string) => server.asked.filter((asked) => asked.path === path);

  beforeEach(async () => {
    happensAt = Date.now() - DAY_MS;
    server = await StripeServer.start(() => happensAt);
  });

  afterEach(() => server[Symbol.asyncDispose]());

  function addCustomers(count: number): void {
    for (let number = 1; number <= count; number += 1) {
      server.store.put('customer', `cus_${String(number).padStart(3, '0')}`, { name: `Customer ${number}` });
    }
  }

  describe('a full run', () => {
    test('reads page by page to the end, a call a page', async () => {
      addCustomers(250);

      const { records, pages } = await readAll(reading('StripeCustomer'));

      expect(records.size).toBe(250);
      expect(records.get('cus_007')).toMatchObject({ name: 'Customer 7' });
      expect(pages.map((page) => page.checkpoint)).toEqual([
        { startingAfter: 'cus_151' },
        { startingAfter: 'cus_051' },
        null,
      ]);
      expect(askedFor('/v1/customers').map(({ query }) => String(query))).toEqual([
        'limit=100',
        'limit=100&starting_after=cus_151',
        'limit=100&starting_after=cus_051',
      ]);
    });

    test('goes on where it was interrupted', async () => {
      addCustomers(250);
      const first = (await readPages(reading('StripeCustomer'))[Symbol.asyncIterator]().next()).value as Page;
      server.asked.length = 0;

      const { records } = await readAll(reading('StripeCustomer'), { checkpoint: first.checkpoint });

      expect(records.size).toBe(150);
      expect(askedFor('/v1/customers')).toHaveLength(2);
    });

    test('begins anew where the object that it stood at is gone', async () => {
      addCustomers(1);

      const again = readAll(reading('StripeCustomer'), { checkpoint: { startingAfter: 'cus_gone' } });

      await expect(again).rejects.toBeInstanceOf(CursorExpired);
    });

    test('reads what has ended and what is no longer active', async () => {
      server.store.put('subscription', 'sub_ended', { status: 'canceled' });
      server.store.put('subscription', 'sub_active', { status: 'active' });
      server.store.put('price', 'price_old', { active: false, unit_amount_decimal: '0.05' });
      server.store.put('product', 'prod_old', { active: false });

      const [subscriptions, prices, products] = await Promise.all(
        ['StripeSubscription', 'StripePrice', 'StripeProduct'].map((model) => readAll(reading(model))),
      );

      expect([...(subscriptions?.records.keys() ?? [])]).toEqual(['sub_active', 'sub_ended']);
      expect(prices?.records.get('price_old')).toMatchObject({ active: false, unit_amount_decimal: '0.05' });
      expect(products?.records.get('prod_old')).toMatchObject({ active: false });
    });

    test('stops where the hub does', async () => {
      addCustomers(150);
      const stop = new AbortController();
      const pages = readPages(reading('StripeCustomer'), { signal: stop.signal })[Symbol.asyncIterator]();
      await pages.next();

      stop.abort();

      await expect(pages.next()).rejects.toThrow(/abort/i);
      expect(askedFor('/v1/customers')).toHaveLength(1);
    });

    test('ends well where there is nothing', async () => {
      const { pages } = await readAll(reading('StripeInvoice'));

      expect(pages).toEqual([{ records: [], checkpoint: null }]);
    });
  });

  describe('an incremental run', () => {
    test('reads only what something happened to, as it is now, once each', async () => {
      addCustomers(20);
      const before = (happensAt += 60_000);
      server.store.put('customer', 'cus_003', { name: 'First change' });
      server.store.put('customer', 'cus_003', { name: 'Second change' });
      server.store.put('customer', 'cus_new', { name: 'New' });
      server.store.put('product', 'prod_1', { name: 'Of no concern' });
      server.asked.length = 0;

      const { records, deletedIds, pages } = await since('StripeCustomer', before);

      expect([...records].map(([id, { name }]) => [id, name])).toEqual([
        ['cus_new', 'New'],
        ['cus_003', 'Second change'],
      ]);
      expect(deletedIds).toEqual([]);
      expect(pages.at(-1)?.checkpoint).toBeNull();
      expect(server.asked.map(({ path }) => path).toSorted()).toEqual([
        '/v1/customers/cus_003',
        '/v1/customers/cus_new',
        '/v1/events',
      ]);
    });

    test('reads pages of events to the end, and no object twice', async () => {
      server.store.put('product', 'prod_1');
      for (let change = 1; change < 150; change += 1) server.store.put('product', 'prod_1', { name: `Name ${change}` });
      server.store.put('product', 'prod_2');

      const { records, pages } = await since('StripeProduct', happensAt);

      expect([...records.keys()].toSorted()).toEqual(['prod_1', 'prod_2']);
      expect(pages.map(({ checkpoint }) => checkpoint)).toEqual([{ startingAfter: 'evt_000052' }, null]);
      expect(askedFor('/v1/products/prod_1')).toHaveLength(1);
    });

    test('names what was deleted', async () => {
      server.store.put('customer', 'cus_1');
      server.store.put('price', 'price_1');
      server.store.put('invoice', 'in_1', { status: 'draft' });
      const before = (happensAt += 60_000);
      for (const id of ['cus_1', 'price_1', 'in_1']) server.store.delete(id);

      const found = await Promise.all(
        ['StripeCustomer', 'StripePrice', 'StripeInvoice'].map((model) => since(model, before)),
      );

      expect(found.map(({ deletedIds }) => deletedIds)).toEqual([['cus_1'], ['price_1'], ['in_1']]);
      expect(found.map(({ records }) => records.size)).toEqual([0, 0, 0]);
    });

    test('keeps a subscription that was cancelled', async () => {
      server.store.put('subscription', 'sub_1', { status: 'active' });
      const before = (happensAt += 60_000);
      server.store.put('subscription', 'sub_1', { status: 'canceled' }, 'deleted');

      const { records, deletedIds } = await since('StripeSubscription', before);

      expect(records.get('sub_1')).toMatchObject({ status: 'canceled' });
      expect(deletedIds).toEqual([]);
    });

    test('asks for no more kinds of events than Stripe takes', async () => {
      const models = stripe.models.map(({ name }) => name);

      await Promise.all(models.map((model) => since(model, happensAt)));

      const typesAsked = askedFor('/v1/events').map(({ query }) =>
        [...query.keys()].filter((key) => key.startsWith('types[')),
      );
      expect(typesAsked).toHaveLength(5);
      expect(Math.max(...typesAsked.map(({ length }) => length))).toBeLessThanOrEqual(20);
    });

    test.each([
      ['the last was more than 29 days ago', 29 * DAY_MS + 1000],
      ['there was none', null],
    ])('becomes a full one where %s', async (_, agoMs) => {
      const run = since('StripeCustomer', agoMs === null ? null : Date.now() - agoMs);

      await expect(run).rejects.toBeInstanceOf(CursorExpired);
      expect(server.asked).toEqual([]);
    });

    test('begins anew where the event that it stood at is forgotten', async () => {
      const run = since('StripeCustomer', happensAt, { startingAfter: 'evt_forgotten' });

      await expect(run).rejects.toBeInstanceOf(CursorExpired);
    });
  });

  describe('the account', () => {
    const identify = (key = server.key) =>
      stripe.identify(stripe.createApi({ fetch: fetchWith(key), apiUrl: server.apiUrl }));

    test('has an id and a name', async () => {
      expect(await identify()).toEqual({ externalId: 'acct_acorn', label: 'Acorn Software' });
    });

    test('stays unknown to a key that may not read it, and the permission is named', async () => {
      server.lacking.add('rak_accounts_kyc_basic_read');

      await expect(identify()).rejects.toMatchObject({
        code: 'BAD_INPUT',
        field: ['input', 'apiKey'],
        message:
          "The hub could not read which account this is. The key that Stripe was connected with lacks the permission rak_accounts_kyc_basic_read, which this needs. Add it to the key in Stripe's dashboard (Developers, API keys), then try again.",
      });
    });

    test('is left by the platform, not by the account, when access is given back', async () => {
      const [oauth] = stripe.auth;
      if (oauth?.method !== 'OAUTH2') throw new Error('no OAuth');

      await oauth.revoke?.({
        fetch: (input, init) =>
          new Headers(init?.headers).has('authorization') ? fetch(input, init) : fetchWith(server.key)(input, init),
        apiUrl: server.apiUrl,
        tokenUrl: `${server.apiUrl}oauth/token`,
        accessToken: server.key,
        client: server.platform,
      });

      expect(server.deauthorized).toEqual(['acct_acorn']);
    });
  });

  describe('an error', () => {
    const errorOf = async (model: string, fetch = fetchWith(server.key)): Promise<HubError | null> => {
      const run = readAll({ ...reading(model), fetch });
      return hubErrorOf(stripe, await run.catch((error: unknown) => error));
    };

    test('names the permission that the key lacks', async () => {
      server.lacking.add('rak_invoice_read');

      expect(await errorOf('StripeInvoice')).toMatchObject({
        code: 'PROVIDER_REJECTED',
        status: 403,
        message: expect.stringContaining('lacks the permission rak_invoice_read'),
      });
    });

    test('out of the fetch comes through the SDK unchanged', async () => {
      const refused = new HubError('REAUTHORIZATION_REQUIRED', 'Stripe no longer accepts the credentials.');

      const error = await errorOf('StripeCustomer', () => Promise.reject(refused));

      expect(error).toBe(refused);
    });

    test('is told where something else answers than Stripe', async () => {
      const error = await errorOf('StripeCustomer', () => Promise.resolve(new Response('<html>Sign in</html>')));

      expect(error).toMatchObject({ code: 'PROVIDER_CONTRACT_BROKEN' });
    });

    test('of a fetch that is given up says nothing', async () => {
      expect(
        await errorOf('StripeCustomer', () => Promise.reject(new DOMException('stopped', 'AbortError'))),
      ).toBeNull();
    });
  });
});
