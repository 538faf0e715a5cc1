import type { ProviderDefinition } from '../providers/provider.js';
import type { Exchange } from './exchange.js';

/** What an SDK asked for, its body in memory so that it can be sent again. */
export interface OutgoingRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: Uint8Array | null;
  /** Changes nothing at the provider, whatever its method. */
  isRead: boolean;
  /** The SDK's own; null where it gave none. */
  signal: AbortSignal | null;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const IDEMPOTENT = new Set([...SAFE, 'PUT', 'DELETE']);

/**
 * Reads the arguments of a WHATWG `fetch`.
 * @param isRead The provider's own word on requests whose method does not tell.
 */
export async function readRequest(
  input: string | URL | Request,
  init: RequestInit = {},
  isRead?: (url: URL) => boolean,
): Promise<OutgoingRequest> {
  const read = readPlain(input, init) ?? (await readAny(input, init));
  return { ...read, isRead: SAFE.has(read.method) || (isRead?.(read.url) ?? false) };
}

type ReadRequest = Omit<OutgoingRequest, 'isRead'>;

/** What nearly every SDK gives; a `Request` would cost as much as all of the hub's work on a call. Null for the rest. */
function readPlain(input: string | URL | Request, init: RequestInit): ReadRequest | null {
  const { body = null } = init;
  if (input instanceof Request || !(body === null || typeof body === 'string' || body instanceof Uint8Array))
    return null;
  const headers = new Headers(init.headers);
  if (typeof body === 'string' && !headers.has('content-type')) headers.set('content-type', 'text/plain;charset=UTF-8');
  return {
    method: init.method?.toUpperCase() ?? 'GET',
    url: new URL(input),
    headers,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    signal: init.signal ?? null,
  };
}

async function readAny(input: string | URL | Request, init: RequestInit): Promise<ReadRequest> {
  // Streams need `duplex`, which TypeScript's RequestInit does not know; other bodies ignore it.
  const request = new Request(input, { duplex: 'half', ...init } as RequestInit);
  return {
    method: request.method.toUpperCase(),
    url: new URL(request.url),
    headers: request.headers,
    body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
    signal: request.signal,
  };
}

/** Whether sending it twice has the effect of sending it once: by its method, or by a key that the provider honours. */
export function isRepeatable({ request, provider, isUndeclared = false }: RepeatedExchange): boolean {
  if (request.isRead || keyOf(request, provider) !== null) return true;
  return !isUndeclared && IDEMPOTENT.has(request.method);
}

type RepeatedExchange = Pick<Exchange, 'request' | 'provider' | 'isUndeclared'>;

/** The key by which the provider knows a write again; null where it has none. */
export function keyOf(
  { headers }: OutgoingRequest,
  { idempotencyHeader }: Pick<ProviderDefinition, 'idempotencyHeader'>,
): string | null {
  return idempotencyHeader === undefined ? null : headers.get(idempotencyHeader) || null;
}
