// Against test/kit/stripe-server.ts, a small server that follows Stripe's documented answers.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActionDefinition } from '../../../src/providers/provider.js';
import { stripe } from '../../../src/providers/stripe/stripe.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { hubErrorOf } from '../../kit/read-model.js';
import { StripeServer } from '../../kit/stripe-server.js';

const ORDER = { customer: 'cus_1', items: [{ price: 'price_1', quantity: 3 }] };

describe('Stripe takes actions', () => {
  let server: StripeServer;
  beforeEach(async () => {
    server = await StripeServer.start();
    server.store.put('customer', 'cus_1');
  });
  afterEach(() => server[Symbol.asyncDispose]());

  function run(name: string, input: unknown, idempotencyKey: string | null = null): Promise<unknown> {
    const action = stripe.actions.find((candidate) => candidate.name === name) as ActionDefinition;
    const api = stripe.createApi({ fetch: fetchWith(server.key), apiUrl: server.apiUrl });
    const { signal } = new AbortController();
    return action.run({ api, input: action.input.parse(input), idempotencyKey, signal });
  }
  const failureOf = async (work: Promise<unknown>) => hubErrorOf(stripe, await work.catch((error: unknown) => error));

  describe('createSubscription', () => {
    test('gives what the customer confirms the first payment with', async () => {
      const created = await run('createSubscription', { ...ORDER, metadata: { team: 'acorn' } });

      expect(created).toEqual({
        subscriptionId: 'sub_1',
        status: 'incomplete',
        clientSecret: 'pi_1_secret',
        confirms: 'PAYMENT',
      });
      expect(Object.fromEntries(server.asked[0]?.form ?? [])).toEqual({
        customer: 'cus_1',
        'items[0][price]': 'price_1',
        'items[0][quantity]': '3',
        'metadata[team]': 'acorn',
        payment_behavior: 'default_incomplete',
        'payment_settings[save_default_payment_method]': 'on_subscription',
        'expand[0]': 'latest_invoice.confirmation_secret',
        'expand[1]': 'pending_setup_intent',
      });
    });

    test('gives in a trial what the customer stores a payment method with', async () => {
      const created = await run('createSubscription', { ...ORDER, trialDays: 14 });

      expect(created).toMatchObject({ status: 'trialing', clientSecret: 'seti_1_secret', confirms: 'SETUP' });
      expect(server.asked[0]?.form.get('trial_period_days')).toBe('14');
    });

    test('hands the idempotency key on: twice with one key is one subscription', async () => {
      const first = await run('createSubscription', ORDER, 'order-7');
      const second = await run('createSubscription', ORDER, 'order-7');

      expect(second).toEqual(first);
      expect(server.asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['order-7', 'order-7']);
      expect(server.store.listed('subscription')).toHaveLength(1);
    });

    test('says so where a key was used for something else', async () => {
      await run('createSubscription', ORDER, 'order-7');

      const error = await failureOf(run('createSubscription', { ...ORDER, trialDays: 3 }, 'order-7'));

      expect(error).toMatchObject({
        code: 'CONFLICT',
        message: 'This idempotency key was used before for something else. Send the request with a new one.',
      });
    });

    test.each([
      [
        'insufficient_funds',
        'The card was declined: there is not enough money on the account. The customer has to use another card, or try later.',
      ],
      ['expired_card', 'The card was declined: the card has expired. The customer has to use another.'],
      [
        'stolen_card',
        'The card was declined: the bank did not say why. The customer can use another card, or ask their bank.',
      ],
    ])('says in words why a card was declined (%s)', async (code, message) => {
      server.declinesWith = code;

      const error = await failureOf(run('createSubscription', { ...ORDER, paymentBehavior: 'error_if_incomplete' }));

      expect(error).toMatchObject({ code: 'PROVIDER_REJECTED', status: 402, retryable: false, message });
    });

    test('says what to do about a customer that is not there', async () => {
      const error = await failureOf(run('createSubscription', { ...ORDER, customer: 'cus_nobody' }));

      expect(error).toMatchObject({
        code: 'BAD_INPUT',
        message:
          'Stripe has no such customer in the connected account. Check its id, and that it is of the same mode, live or test.',
      });
    });

    test('names the permission that the key lacks', async () => {
      server.lacking.add('rak_subscription_write');

      const error = await failureOf(run('createSubscription', ORDER));

      expect(error?.message).toContain('rak_subscription_write');
    });
  });

  describe('cancelSubscription', () => {
    beforeEach(() => {
      server.store.put('subscription', 'sub_a', { status: 'active' });
    });

    test('ends it with its period', async () => {
      const ended = await run('cancelSubscription', { subscription: 'sub_a' }, 'end-a');

      expect(ended).toEqual({ subscriptionId: 'sub_a', status: 'active', endsAt: '2027-01-15T08:00:00.000Z' });
      expect(server.asked[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'end-a' } });
    });

    test('ends it at once where that is asked for', async () => {
      const ended = await run('cancelSubscription', { subscription: 'sub_a', immediately: true }, 'end-a');

      expect(ended).toEqual({ subscriptionId: 'sub_a', status: 'canceled', endsAt: '2023-11-14T22:13:20.000Z' });
      expect(server.asked[0]).toMatchObject({ method: 'DELETE', headers: { 'idempotency-key': 'end-a' } });
    });

    test('has the same end when it comes twice', async () => {
      const first = await run('cancelSubscription', { subscription: 'sub_a', immediately: true });
      const second = await run('cancelSubscription', { subscription: 'sub_a', immediately: true });

      expect(second).toEqual(first);
    });

    test('says so where there is none', async () => {
      const error = await failureOf(run('cancelSubscription', { subscription: 'sub_z', immediately: true }));

      expect(error).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('no such subscription') });
    });
  });
});
