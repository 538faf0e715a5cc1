import { createHmac, timingSafeEqual } from 'node:crypto';
import { refused, type SignatureScheme } from './signature-scheme.js';

const TOLERANCE_SECONDS = 300;

/**
 * `Stripe-Signature: t=<unix seconds>,v1=<hex>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>`, one v1 a secret while
 * secrets are rolled.
 * @see https://docs.stripe.com/webhooks/signature
 */
export const stripeScheme: SignatureScheme = {
  name: 'Stripe-Signature',
  signsHeaders: false,
  verify({ headers, body }, keys, now) {
    const [header, ...others] = headers['stripe-signature'] ?? [];
    if (header === undefined || others.length > 0) return refused('Stripe-Signature is missing or comes twice');
    const [signedAt = '', ...otherTimes] = valuesOf('t', header);
    if (!/^\d{1,15}$/.test(signedAt) || otherTimes.length > 0) return refused('Stripe-Signature has no one time');
    if (Math.abs(now / 1000 - Number(signedAt)) > TOLERANCE_SECONDS) return refused('Stripe-Signature is too old');
    const signatures = valuesOf('v1', header).map((signature) => Buffer.from(signature, 'hex'));
    const key = keys.find(({ secret }) => {
      const expected = signatureOf(secret, signedAt, body);
      return (
        secret !== '' &&
        signatures.some((given) => given.length === expected.length && timingSafeEqual(given, expected))
      );
    });
    return key === undefined ? refused('no active secret proves it') : { verified: true, key };
  },
  sign({ body, key, now }) {
    const signedAt = String(Math.floor(now / 1000));
    return { 'stripe-signature': `t=${signedAt},v1=${signatureOf(key.secret, signedAt, body).toString('hex')}` };
  },
};

function valuesOf(name: string, header: string): string[] {
  const items = header.split(',').map((item) => item.split('='));
  return items.filter(([key]) => key === name).map(([, value = '']) => value);
}

function signatureOf(secret: string, signedAt: string, body: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${signedAt}.`).update(body).digest();
}
