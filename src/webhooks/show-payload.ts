import { redact } from '../platform/logging/redact.js';
import type { WebhookPayload } from './webhook-payload.js';

/** Headers and body for people: JSON as JSON, other text as text, and nothing that looks like a secret. */
export function showPayload({ headers, body }: WebhookPayload): { headers: unknown; body: unknown } {
  return {
    headers: redact(Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values?.join(', ')]))),
    body: redact(read(body.toString('utf8'))),
  };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
