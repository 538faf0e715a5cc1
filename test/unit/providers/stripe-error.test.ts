import { Stripe } from 'stripe';
import { describe, expect, test } from 'vitest';
import { meaningOfStripe, stripeErrorOf } from '../../../src/providers/stripe/stripe-error.js';

/** As the SDK makes it of an answer. */
function refused(statusCode: number, error: Record<string, unknown>): Error {
  return Stripe.errors.StripeError.generate({ statusCode, headers: {}, requestId: 'req_1', ...error });
}

describe('an error of Stripe', () => {
  test.each([
    [
      'a key that is in use',
      refused(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: 'There is currently another in-progress request.',
      }),
      'CONFLICT',
      'Stripe is still at work on a request with this idempotency key. Wait a moment, then send it again with the same key.',
    ],
    [
      'a customer who cannot pay',
      refused(400, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: 'This customer has no attached payment source or default payment method.',
      }),
      'BAD_INPUT',
      'The customer has no payment method in Stripe. Leave paymentBehavior at default_incomplete and let them pay with the clientSecret, or store a payment method first.',
    ],
    [
      'a payment to confirm',
      refused(402, {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'authentication_required',
        message: 'x',
      }),
      'PROVIDER_REJECTED',
      'The card was declined: the bank wants the customer to confirm the payment. Let them confirm it with the clientSecret.',
    ],
    [
      'a decline that is new',
      refused(402, { type: 'card_error', code: 'card_declined', decline_code: 'constructor', message: 'x' }),
      'PROVIDER_REJECTED',
      'The card was declined: the bank did not say why. The customer can use another card, or ask their bank.',
    ],
    [
      'a wrong parameter',
      refused(400, {
        type: 'invalid_request_error',
        code: 'parameter_invalid_integer',
        param: 'items[0][quantity]',
        message: 'x',
      }),
      'PROVIDER_REJECTED',
      'Stripe did not accept "items[0][quantity]" (parameter_invalid_integer). Its list of error codes says why: https://docs.stripe.com/error-codes',
    ],
    [
      'an address that Stripe does not reach',
      refused(400, { type: 'invalid_request_error', code: 'url_invalid', param: 'url', message: 'Invalid URL' }),
      'PROVIDER_REJECTED',
      "Stripe does not deliver to the hub's public address: it has to be reachable from the internet, in live mode by https. Whoever runs this service can change it (HUB_PUBLIC_URL).",
    ],
    [
      'a permission that Connect lacks',
      refused(403, {
        type: 'invalid_request_error',
        message:
          "This application does not have the required permissions for this endpoint on account 'acct_1'. Having the 'read_only' scope would allow this request to continue.",
      }),
      'PROVIDER_REJECTED',
      "The key that Stripe was connected with lacks a permission that this needs. Add it to the key in Stripe's dashboard (Developers, API keys), then try again.",
    ],
  ])('tells %s in words', (_, error, code, message) => {
    expect(stripeErrorOf(error)).toMatchObject({ code, message, cause: error });
  });

  test('never repeats what Stripe wrote', () => {
    const error = refused(400, {
      type: 'invalid_request_error',
      code: 'Secret sk_live_1!',
      param: 'x y <script>',
      message: 'Secret sk_live_1',
    });

    expect(stripeErrorOf(error)?.message).toBe(
      'Stripe did not accept the request (HTTP 400). Its list of error codes says why: https://docs.stripe.com/error-codes',
    );
  });

  test('is nothing where it is none of Stripe’s', () => {
    expect(stripeErrorOf(new TypeError('a bug'))).toBeNull();
  });
});

describe('an answer of Stripe', () => {
  const answer = (status: number, code: string) => meaningOfStripe({ status, body: { error: { code } } });

  test('says that the account took its access back', () => {
    expect(answer(403, 'account_invalid')).toBe('TOKEN_REFUSED');
  });

  test('says that Stripe is called too often', () => {
    expect(answer(400, 'rate_limit')).toBe('RATE_LIMITED');
  });

  test('says nothing more where a permission is missing', () => {
    expect(meaningOfStripe({ status: 403, body: { error: { message: 'Having the …' } } })).toBeNull();
    expect(meaningOfStripe({ status: 200, body: [] })).toBeNull();
  });
});
