import type { OutgoingHttp } from '../../platform/http/outgoing-http.js';
import { standardWebhooksScheme } from '../../platform/signatures/standard-webhooks-scheme.js';
import { post } from './post.js';
import type { Message, Send } from './send.js';

/**
 * Sends as Standard Webhooks says: each try has the id of the event, its own time, and a signature by each
 * secret that counts now.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookSender(http: OutgoingHttp): Send {
  return (message) => post(http, message, { body: message.event.payload, headers: signedHeaders(message) });
}

function signedHeaders({ to, event: { id, payload }, now }: Message): Record<string, string> {
  const body = Buffer.from(payload);
  const signed = to.secrets.map((secret) =>
    standardWebhooksScheme.sign?.({ body, key: { secret }, id, now, url: to.address }),
  );
  const signatures = signed.map((headers) => headers?.['webhook-signature']);
  return { ...signed[0], 'webhook-signature': signatures.join(' ') };
}
