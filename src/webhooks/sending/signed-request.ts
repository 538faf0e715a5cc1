import type { WebhookKey } from '../../platform/signatures/signature-scheme.js';
import type { WebhookSample } from '../../providers/provider.js';
import type { FoundSample } from './find-sample.js';
import type { SenderArguments } from './sender-arguments.js';
import { SenderFault } from './sender-fault.js';

export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Of which samples speak, where no other is named: GitHub's accounts are numbers, those of others texts. */
const ANY_ACCOUNT = '1';

/**
 * An event as its provider would send it.
 * @param body Bytes that stand for the sample's; null for the sample's own.
 * @param now Epoch milliseconds.
 * @throws SenderFault where nobody but the provider can sign.
 */
export function signedRequest(
  { provider, webhook, sample }: FoundSample,
  args: Pick<SenderArguments, 'integration' | 'account' | 'headers'> & { url: string },
  key: WebhookKey,
  body: Buffer | null,
  now: number,
): SignedRequest {
  const { scheme } = webhook;
  if (scheme.sign === undefined) {
    throw new SenderFault(
      `Nobody but ${provider.name} has the key that signs its events, so none can be sent from here.`,
    );
  }
  const made = sample?.({ account: args.account ?? ANY_ACCOUNT, now });
  const bytes = body ?? bytesOf(made?.body);
  const path = args.integration === null ? provider.id : `${provider.id}/${encodeURIComponent(args.integration)}`;
  const url = `${args.url}/webhooks/${path}`;
  // Digits, since Google numbers its messages.
  const signature = scheme.sign({ body: bytes, key, id: String(now), now, url });
  return {
    url,
    headers: { 'content-type': 'application/json', ...made?.headers, ...signature, ...args.headers },
    body: bytes,
  };
}

/** A text is sent as it is: some providers send none, or no JSON. */
function bytesOf(body: WebhookSample['body']): Buffer {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
