import type { Answer } from './exchange.js';

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** The answer as an SDK expects it from `fetch`. It was unpacked on reading, so the packed size no longer holds. */
export function responseOf({ status, headers, body, url }: Answer): Response {
  const unpacked = headers.without(['content-encoding', 'content-length']);
  // Never of shared memory, which its type allows.
  const content = WITHOUT_BODY.has(status) ? null : (body as Uint8Array<ArrayBuffer>);
  const response = new Response(content, { status, headers: unpacked });
  // Octokit and gaxios read it; a Response made by hand has none.
  return Object.defineProperty(response, 'url', { value: url });
}
