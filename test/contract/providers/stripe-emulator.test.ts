import { Stripe } from 'stripe';
import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stripe } from '../../../src/providers/stripe/stripe.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { freePort } from '../../kit/hub-process.js';
import { readAll } from '../../kit/read-model.js';

/** It has no accounts, events, subscriptions and invoices; those are tested in stripe-pages.test.ts. */
describe('Stripe at the emulator', () => {
  let emulator: Emulator;
  const reading = (model: string) => ({
    provider: stripe,
    model,
    fetch: fetchWith('sk_test_1'),
    apiUrl: `${emulator.url}/`,
  });

  beforeAll(async () => {
    emulator = await createEmulator({ service: 'stripe', port: await freePort() });
    const { hostname, port } = new URL(emulator.url);
    const client = new Stripe('sk_test_1', { host: hostname, port, protocol: 'http' });
    for (let number = 1; number <= 120; number += 1) await client.customers.create({ name: `Customer ${number}` });
    const product = await client.products.create({ name: 'Team plan' });
    await client.prices.create({ product: product.id, currency: 'eur', unit_amount: 4900 });
  });

  afterAll(() => emulator.close());

  test('reads customers to the last page', async () => {
    const { records, pages } = await readAll(reading('StripeCustomer'));

    const names = [...records.values()].map(({ name }) => name);
    // One customer comes with the emulator.
    expect(pages.map((page) => page.records.length)).toEqual([100, 21]);
    expect(names).toEqual(expect.arrayContaining(['Customer 1', 'Customer 120']));
  });

  test('reads products and prices', async () => {
    const products = await readAll(reading('StripeProduct'));
    const prices = await readAll(reading('StripePrice'));

    expect([...products.records.values()]).toMatchObject([{ name: 'Team plan', active: true }]);
    expect([...prices.records.values()]).toMatchObject([{ currency: 'eur', unit_amount: 4900 }]);
  });
});
