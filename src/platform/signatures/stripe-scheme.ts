import { equalInConstantTime } from './constant-time.js';
import { onlyValue } from './header-value.js';
import { hmacSha256 } from './hmac.js';
import { refused, type SignatureScheme } from './signature-scheme.js';
import { isRecent, unixSeconds } from './signed-time.js';
import { tryKeys } from './try-keys.js';

/**
 * `Stripe-Signature: t=<unix seconds>,v1=<hex>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>`, one v1 a secret while
 * secrets are rolled. Other versions are left out, as Stripe asks: v0 is for its test mode.
 * @see https://docs.stripe.com/webhooks/signature
 */
export const stripeScheme: SignatureScheme = {
  name: 'Stripe-Signature',
  signsHeaders: false,
  verify({ headers, body }, keys, now) {
    const header = onlyValue(headers, 'stripe-signature');
    if (header === null) return refused('Stripe-Signature is missing or comes twice');
    const [signedAt, ...otherTimes] = valuesOf('t', header);
    if (signedAt === undefined || otherTimes.length > 0) return refused('Stripe-Signature does not have one time');
    if (!isRecent(signedAt, now)) return refused('Stripe-Signature was made too long ago, or in the future');
    const signatures = valuesOf('v1', header);
    return tryKeys(keys, ({ secret }) => {
      const expected = signatureOf(secret, signedAt, body);
      return signatures.some((signature) => equalInConstantTime(signature, expected));
    });
  },
  sign({ body, key, now }) {
    const signedAt = String(unixSeconds(now));
    return { 'stripe-signature': `t=${signedAt},v1=${signatureOf(key.secret, signedAt, body)}` };
  },
};

function valuesOf(name: string, header: string): string[] {
  const start = `${name}=`;
  return header
    .split(',')
    .filter((item) => item.startsWith(start))
    .map((item) => item.slice(start.length));
}

function signatureOf(secret: string, signedAt: string, body: Buffer): string {
  return hmacSha256(secret, [`${signedAt}.`, body], 'hex');
}
