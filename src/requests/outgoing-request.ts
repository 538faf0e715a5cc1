import type { ProviderDefinition } from '../providers/provider.js';

/** What an SDK asked for, its body in memory so that it can be sent again. */
export interface OutgoingRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: Uint8Array<ArrayBuffer> | null;
  /** Changes nothing at the provider, whatever its method. */
  isRead: boolean;
  /** The SDK's own. */
  signal: AbortSignal;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const IDEMPOTENT = new Set([...SAFE, 'PUT', 'DELETE']);

/**
 * Reads the arguments of a WHATWG `fetch`.
 * @param isRead The provider's own word on requests whose method does not tell.
 */
export async function readRequest(
  input: string | URL | Request,
  init?: RequestInit,
  isRead?: (url: URL) => boolean,
): Promise<OutgoingRequest> {
  // Streams need `duplex`, which TypeScript's RequestInit does not know; other bodies ignore it.
  const request = new Request(input, { duplex: 'half', ...init } as RequestInit);
  const method = request.method.toUpperCase();
  const url = new URL(request.url);
  return {
    method,
    url,
    isRead: SAFE.has(method) || (isRead?.(url) ?? false),
    headers: request.headers,
    body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
    signal: request.signal,
  };
}

/** Whether sending it twice has the effect of sending it once: by its method, or by a key that the provider honours. */
export function isRepeatable(
  request: OutgoingRequest,
  provider: Pick<ProviderDefinition, 'idempotencyHeader'>,
): boolean {
  return request.isRead || IDEMPOTENT.has(request.method) || keyOf(request, provider) !== null;
}

/** The key by which the provider knows a write again; null where it has none. */
export function keyOf(
  { headers }: OutgoingRequest,
  { idempotencyHeader }: Pick<ProviderDefinition, 'idempotencyHeader'>,
): string | null {
  return idempotencyHeader === undefined ? null : headers.get(idempotencyHeader) || null;
}
