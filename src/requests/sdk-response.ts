import type { Answer } from './exchange.js';

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** The answer as an SDK expects it from `fetch`. It was unpacked on reading, so the packed size no longer holds. */
export function responseOf({ status, headers, body, url }: Answer): Response {
  const unpacked = new Headers(headers);
  unpacked.delete('content-encoding');
  unpacked.delete('content-length');
  const response = new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers: unpacked });
  // Octokit and gaxios read it; a Response made by hand has none.
  return Object.defineProperty(response, 'url', { value: url });
}
