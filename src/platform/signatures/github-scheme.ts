import { equalInConstantTime } from './constant-time.js';
import { onlyValue } from './header-value.js';
import { hmacSha256 } from './hmac.js';
import { refused, type SignatureScheme } from './signature-scheme.js';
import { tryKeys } from './try-keys.js';

/**
 * `X-Hub-Signature-256: sha256=<hex>`: HMAC-SHA256 over the body alone, so neither the id in
 * `X-GitHub-Delivery` nor the time is proven. The older `X-Hub-Signature` (SHA-1) is not looked at.
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export const githubScheme: SignatureScheme = {
  name: 'X-Hub-Signature-256',
  signsHeaders: false,
  verify({ headers, body }, keys) {
    const signature = onlyValue(headers, 'x-hub-signature-256');
    if (signature === null) return refused('X-Hub-Signature-256 is missing or comes twice');
    return tryKeys(keys, ({ secret }) => equalInConstantTime(signature, signatureOf(secret, body)));
  },
  sign({ body, key, id }) {
    return { 'x-github-delivery': id, 'x-hub-signature-256': signatureOf(key.secret, body) };
  },
};

function signatureOf(secret: string, body: Buffer): string {
  return `sha256=${hmacSha256(secret, [body], 'hex')}`;
}
