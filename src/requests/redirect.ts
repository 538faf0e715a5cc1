/** A request on its way, maybe redirected. */
export interface Hop {
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
}

const READS = ['GET', 'HEAD'];
/** Say what the caller wants, and nothing of who it is. */
const HARMLESS_HEADERS = ['accept', 'accept-encoding', 'accept-language', 'range', 'user-agent'];

/**
 * Where a redirect leads, with what may go there. Within the same origin everything goes along; to another
 * only a read, over no worse a protocol, without a single header that could tell who asks. Null where the
 * answer is to be taken as it is.
 */
export function redirectOf(hop: Hop, status: number, location: string | null): Hop | null {
  if (location === null || !URL.canParse(location, hop.url.href)) return null;
  const isRead = READS.includes(hop.method);
  const keepsMethod = status === 307 || status === 308;
  if (!keepsMethod && !(isRead && [301, 302, 303].includes(status))) return null;

  const url = new URL(location, hop.url);
  if (url.origin === hop.url.origin) return { ...hop, url };
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && hop.url.protocol === 'http:');
  return isRead && isSafe ? { url, method: hop.method, headers: harmless(hop.headers), body: null } : null;
}

function harmless(headers: Hop['headers']): Hop['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.includes(name)));
}
