import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { refused, type SignatureScheme } from './signature-scheme.js';

/**
 * `X-Hub-Signature-256: sha256=<hex>`: HMAC-SHA256 over the body alone, so neither the id in
 * `X-GitHub-Delivery` nor the time is proven.
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export const githubScheme: SignatureScheme = {
  name: 'X-Hub-Signature-256',
  signsHeaders: false,
  verify({ headers, body }, keys) {
    const [signature, ...more] = headers['x-hub-signature-256'] ?? [];
    if (signature === undefined || more.length > 0) return refused('X-Hub-Signature-256 is missing or comes twice');
    const key = keys.find(({ secret }) => secret !== '' && isSame(signature, signatureOf(secret, body)));
    return key ? { verified: true, key } : refused('no active secret proves it');
  },
  sign({ body, key, id }) {
    return { 'x-github-delivery': id, 'x-hub-signature-256': signatureOf(key.secret, body) };
  },
};

function signatureOf(secret: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** `timingSafeEqual` throws where lengths differ; digests are all as long. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
