import { equalInConstantTime } from './constant-time.js';
import { onlyValue } from './header-value.js';
import { hmacSha256 } from './hmac.js';
import { refused, type SignatureScheme, type WebhookKey } from './signature-scheme.js';
import { isRecent, unixSeconds } from './signed-time.js';
import { isSignedBy, readStandardWebhooksKey } from './standard-webhooks-keys.js';
import { tryKeys } from './try-keys.js';

/** Visible ASCII but the full stop, which parts an id from what follows it: what is signed has one reading only. */
const MESSAGE_ID = /^[!-\-/-~]+$/;

/** More than a sender has keys; each `v1a` costs whoever checks it. */
const MAX_SIGNATURES = 16;

/**
 * Standard Webhooks: `webhook-signature` is a list of `v1,<base64>` (HMAC-SHA256) and `v1a,<base64>` (ed25519) over
 * `<webhook-id>.<webhook-timestamp>.<body>`. {@link readStandardWebhooksKey} says what the keys look like.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardWebhooksScheme: SignatureScheme = {
  name: 'Standard Webhooks',
  signsHeaders: true,
  verify({ headers, body }, keys, now) {
    const id = onlyValue(headers, 'webhook-id');
    const signedAt = onlyValue(headers, 'webhook-timestamp');
    const list = onlyValue(headers, 'webhook-signature');
    if (id === null || signedAt === null || list === null)
      return refused('webhook-id, webhook-timestamp or webhook-signature is missing or comes twice');
    if (!MESSAGE_ID.test(id)) return refused('webhook-id holds a full stop, or what is not visible ASCII');
    if (!isRecent(signedAt, now)) return refused('webhook-timestamp is too long ago, or in the future');
    const signatures = list.split(' ');
    if (signatures.length > MAX_SIGNATURES) return refused(`webhook-signature lists more than ${MAX_SIGNATURES}`);
    const message = Buffer.concat([Buffer.from(`${id}.${signedAt}.`), body]);
    return tryKeys(keys, (key) => proves(key, message, signatures));
  },
  /** @throws TypeError where the key is a public one: that verifies, and signs nothing. */
  sign({ body, key, id, now }) {
    const read = readStandardWebhooksKey(key.secret);
    if (read?.version !== 'v1') throw new TypeError('Only a shared secret, whsec_ or raw, signs Standard Webhooks.');
    const signedAt = String(unixSeconds(now));
    return {
      'webhook-id': id,
      'webhook-timestamp': signedAt,
      'webhook-signature': `v1,${hmacSha256(read.hmacKey, [`${id}.${signedAt}.`, body], 'base64')}`,
    };
  },
};

function proves({ secret }: WebhookKey, message: Buffer, signatures: readonly string[]): boolean {
  const key = readStandardWebhooksKey(secret);
  if (key === null) return false;
  if (key.version === 'v1') {
    const expected = `v1,${hmacSha256(key.hmacKey, [message], 'base64')}`;
    return signatures.some((signature) => equalInConstantTime(signature, expected));
  }
  return signatures
    .filter((signature) => signature.startsWith('v1a,'))
    .some((signature) => isSignedBy(key.publicKey, message, signature.slice('v1a,'.length)));
}
