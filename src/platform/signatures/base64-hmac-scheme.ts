import { equalInConstantTime } from './constant-time.js';
import { onlyValue } from './header-value.js';
import { hmacSha256 } from './hmac.js';
import { refused, type SignatureScheme } from './signature-scheme.js';
import { tryKeys } from './try-keys.js';

/**
 * A header that is the HMAC-SHA256 over the body in base64, as Shopify's `X-Shopify-Hmac-Sha256` is.
 * @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 */
export function base64HmacScheme({
  name,
  header,
}: {
  /** As the vendor calls it, e.g. `X-Shopify-Hmac-Sha256`. */
  name: string;
  /** In lower case. */
  header: string;
}): SignatureScheme {
  return {
    name,
    signsHeaders: false,
    verify({ headers, body }, keys) {
      const signature = onlyValue(headers, header);
      if (signature === null) return refused(`${name} is missing or comes twice`);
      return tryKeys(keys, ({ secret }) => equalInConstantTime(signature, hmacSha256(secret, [body], 'base64')));
    },
    sign: ({ body, key }) => ({ [header]: hmacSha256(key.secret, [body], 'base64') }),
  };
}
