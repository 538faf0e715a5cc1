import { expect } from 'vitest';
import type { Delivery, Verdict } from '../../../../src/platform/signatures/signature-scheme.js';
import type { Sender } from './senders.js';

export const URL_OF_HUB = 'https://hub.example/webhooks/acme';

/** 2026-01-15 12:00:00 UTC, in the middle of a second. */
export const NOW = 1_768_478_400_500;

/** Not as JSON.stringify would write it, and not ASCII. */
export const BODY = '{"id":"evt_1","n":1.0,"to":"Grüße, 世界 🔑"}';

export const REFUSED: Verdict = { verified: false, reason: expect.any(String) };

/** A delivery as the HTTP server hands it on. */
export function deliveryOf(headers: Readonly<Record<string, string>>, body: string | Buffer): Delivery {
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: Buffer.from(body),
    url: URL_OF_HUB,
  };
}

/** @param seconds Unix time of the signature. */
export async function signedBy(
  { headers }: Pick<Sender, 'headers'>,
  body = BODY,
  seconds = Math.floor(NOW / 1000),
): Promise<Delivery> {
  return deliveryOf(await headers(body, seconds), body);
}

/** The same delivery with other values of one header. */
export function withHeader(delivery: Delivery, name: string, ...values: string[]): Delivery {
  return { ...delivery, headers: { ...delivery.headers, [name]: values } };
}
