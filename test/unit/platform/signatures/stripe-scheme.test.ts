import { Stripe } from 'stripe';
import { describe, expect, test } from 'vitest';
import { stripeScheme } from '../../../../src/platform/signatures/stripe-scheme.js';
import { BODY, deliveryOf, NOW, REFUSED, URL_OF_HUB } from './delivery.js';

const OLD = { secret: 'whsec_old' };
const NEW = { secret: 'whsec_new' };
const SECONDS = Math.floor(NOW / 1000);

const itemsOf = (secret: string, scheme = 'v1') =>
  Stripe.webhooks.generateTestHeaderString({ payload: BODY, timestamp: SECONDS, secret, scheme });
const v1Of = (secret: string) => itemsOf(secret).split(',')[1] ?? '';
const verify = (header: string, keys = [NEW]) =>
  stripeScheme.verify(deliveryOf({ 'stripe-signature': header }, BODY), keys, NOW);

describe('Stripe-Signature', () => {
  test('is taken by Stripe where the hub made it', () => {
    const made = stripeScheme.sign!({ body: Buffer.from(BODY), key: NEW, id: 'evt_1', now: NOW, url: URL_OF_HUB });

    const event = Stripe.webhooks.constructEvent(BODY, made['stripe-signature'] ?? '', NEW.secret, 300, undefined, NOW);

    expect(event.id).toBe('evt_1');
  });

  test('may hold one v1 for each secret while they are rolled', () => {
    const both = `${itemsOf(NEW.secret)},${v1Of(OLD.secret)}`;

    expect(verify(both, [OLD])).toEqual({ verified: true, key: OLD });
    expect(verify(both, [NEW])).toEqual({ verified: true, key: NEW });
    expect(verify(both, [{ secret: 'whsec_third' }])).toEqual(REFUSED);
  });

  test('may hold items in another order, and some that nobody knows', () => {
    expect(verify(`${v1Of(NEW.secret)},v2=x,t=${SECONDS},`)).toEqual({ verified: true, key: NEW });
  });

  test.each(['v0', 'v2', 'V1', 'v11'])('is not proven by a %s', (scheme) => {
    expect(verify(itemsOf(NEW.secret, scheme))).toEqual(REFUSED);
  });

  test.each<[string, string]>([
    ['two times', `${itemsOf(NEW.secret)},t=${SECONDS}`],
    ['no time', v1Of(NEW.secret)],
    ['an empty time', `t=,${v1Of(NEW.secret)}`],
    ['a time only', `t=${SECONDS}`],
    ['an empty v1', `t=${SECONDS},v1=`],
    ['spaces', itemsOf(NEW.secret).replace(',', ', ')],
  ])('is refused with %s', (_, header) => {
    expect(verify(header)).toEqual(REFUSED);
  });
});
