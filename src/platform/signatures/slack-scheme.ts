import { equalInConstantTime } from './constant-time.js';
import { onlyValue } from './header-value.js';
import { hmacSha256 } from './hmac.js';
import { refused, type SignatureScheme } from './signature-scheme.js';
import { isRecent, unixSeconds } from './signed-time.js';
import { tryKeys } from './try-keys.js';

/**
 * `X-Slack-Signature: v0=<hex>`: HMAC-SHA256 over `v0:<X-Slack-Request-Timestamp>:<body>`. The secret is the
 * app's signing secret, never its client secret.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export const slackScheme: SignatureScheme = {
  name: 'X-Slack-Signature',
  signsHeaders: false,
  verify({ headers, body }, keys, now) {
    const signature = onlyValue(headers, 'x-slack-signature');
    if (signature === null) return refused('X-Slack-Signature is missing or comes twice');
    const signedAt = onlyValue(headers, 'x-slack-request-timestamp');
    if (signedAt === null) return refused('X-Slack-Request-Timestamp is missing or comes twice');
    if (!isRecent(signedAt, now)) return refused('X-Slack-Request-Timestamp is too long ago, or in the future');
    return tryKeys(keys, ({ secret }) => equalInConstantTime(signature, signatureOf(secret, signedAt, body)));
  },
  sign({ body, key, now }) {
    const signedAt = String(unixSeconds(now));
    return {
      'x-slack-request-timestamp': signedAt,
      'x-slack-signature': signatureOf(key.secret, signedAt, body),
    };
  },
};

function signatureOf(secret: string, signedAt: string, body: Buffer): string {
  return `v0=${hmacSha256(secret, [`v0:${signedAt}:`, body], 'hex')}`;
}
