import { expect, test } from 'vitest';
import { base64HmacScheme } from '../../../../src/platform/signatures/base64-hmac-scheme.js';
import { deliveryOf, NOW, REFUSED } from './delivery.js';

const scheme = base64HmacScheme({ name: 'X-Acme-Hmac', header: 'x-acme-hmac' });

/** Test case 2 of https://www.rfc-editor.org/rfc/rfc4231#section-4.3. */
const KEY = { secret: 'Jefe' };
const BODY = 'what do ya want for nothing?';
const DIGEST = Buffer.from('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843', 'hex');

const verify = (signature: string) => scheme.verify(deliveryOf({ 'x-acme-hmac': signature }, BODY), [KEY], NOW);

test('takes the HMAC-SHA256 of RFC 4231 in base64', () => {
  expect(verify(DIGEST.toString('base64'))).toEqual({ verified: true, key: KEY });
});

test.each<[string, string]>([
  ['hex', DIGEST.toString('hex')],
  ['base64url', DIGEST.toString('base64url')],
  ['base64 without its padding', DIGEST.toString('base64').replace('=', '')],
  ['base64 with another last bit that no decoder reads', DIGEST.toString('base64').replace('M=', 'N=')],
])('refuses it in %s', (_, signature) => {
  expect(verify(signature)).toEqual(REFUSED);
});
