import type { Sealer } from '../platform/sealing/sealer.js';
import type { Delivery } from '../platform/signatures/signature-scheme.js';

export type WebhookPayload = Pick<Delivery, 'headers' | 'body'>;

/** What proves the sender is of no use once it has. */
const NOT_KEPT = /^(authorization|cookie|proxy-authorization)$|token|signature|hmac|secret/;

/** Seals headers and body of an event, for its row only. */
export function sealPayload(sealer: Sealer, eventId: string, { headers, body }: WebhookPayload): Promise<string> {
  const kept = Object.entries(headers).filter(([name]) => !NOT_KEPT.test(name));
  return sealer.seal(
    place(eventId),
    JSON.stringify({ headers: Object.fromEntries(kept), body: body.toString('base64') }),
  );
}

/** @throws SealError where it was changed, or its key is not here. */
export async function openPayload(sealer: Sealer, eventId: string, sealed: string): Promise<WebhookPayload> {
  const { headers, body } = JSON.parse(await sealer.open(place(eventId), sealed)) as {
    headers: WebhookPayload['headers'];
    body: string;
  };
  return { headers, body: Buffer.from(body, 'base64') };
}

function place(eventId: string): string {
  return `webhook_event.sealed_payload:${eventId}`;
}
