import { lookup as lookUp, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, fetch as undiciFetch } from 'undici';
import type { AnswerCollector } from './answer-collector.js';
import { bareHost, isPrivateAddress } from './private-network.js';

export type LookUp = (
  hostname: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface OutgoingHttpOptions {
  /** Whether loopback and private networks may be reached. */
  allowPrivate: boolean;
  connectTimeoutMs?: number;
  /** What counts as private; and how names are looked up. For tests. */
  isPrivate?: (address: string) => boolean;
  lookUp?: LookUp;
}

/** One request as it goes out. */
export interface OutgoingMessage {
  url: URL;
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array | null;
  /** From the request to the answer's first byte. */
  headersMs: number;
  /** The longest silence within the answer. */
  bodyIdleMs: number;
}

/** An address leads into a private network, where the hub does not go. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'HUB_PRIVATE_ADDRESS';

  constructor() {
    super('The address is inside a private network.');
  }
}

/** Whether that is why a request failed; `fetch` hides it in the cause. */
export function isPrivateAddressError(error: unknown): boolean {
  return error instanceof PrivateAddressError || (error instanceof Error && isPrivateAddressError(error.cause));
}

const CONNECT_TIMEOUT_MS = 5_000;
const CONNECTIONS_PER_HOST = 256;

/**
 * The hub's way out to addresses that others name. A host name is looked up once for a connection, what it
 * leads to is checked, and the connection goes to that very address: a name that changes between check and
 * use (DNS rebinding) gains nothing. Each host has connections of its own, so that none waits for another.
 */
export class OutgoingHttp {
  private readonly agent: Agent;
  private readonly isRefused: (address: string) => boolean;

  constructor({ allowPrivate, connectTimeoutMs, isPrivate = isPrivateAddress, lookUp: find }: OutgoingHttpOptions) {
    this.isRefused = allowPrivate ? () => false : isPrivate;
    const lookup = guardedLookup(this.isRefused, find ?? lookUp);
    this.agent = new Agent({
      connect: { timeout: connectTimeoutMs ?? CONNECT_TIMEOUT_MS, lookup },
      connections: CONNECTIONS_PER_HOST,
    });
  }

  /**
   * Sends one request; redirects are the caller's. The collector has its answer, or why there is none.
   * @throws PrivateAddressError
   */
  send(request: OutgoingMessage, collector: AnswerCollector): void {
    const { url, method, headers, body, headersMs, bodyIdleMs } = request;
    this.refuseLiteral(url);
    const path = `${url.pathname}${url.search}`;
    const timeouts = { headersTimeout: headersMs, bodyTimeout: bodyIdleMs };
    this.agent.dispatch({ origin: url.origin, path, method, headers, body, ...timeouts }, collector);
  }

  /** A WHATWG `fetch` over the same connections. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    this.refuseLiteral(new URL(input instanceof Request ? input.url : input));
    // The types of undici's fetch and of Node's own are the same thing twice.
    const options = { ...init, dispatcher: this.agent } as Parameters<typeof undiciFetch>[1];
    return (await undiciFetch(input as Parameters<typeof undiciFetch>[0], options)) as unknown as Response;
  };

  /** Ends every connection. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /** An address that is a number is not looked up on its way. */
  private refuseLiteral({ hostname }: URL): void {
    const host = bareHost(hostname);
    if (isIP(host) !== 0 && this.isRefused(host)) throw new PrivateAddressError();
  }
}

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

function guardedLookup(isRefused: (address: string) => boolean, find: LookUp) {
  return (hostname: string, options: LookupOptions, done: LookupDone): void => {
    find(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const [first, ...others] = found.filter(({ address }) => !isRefused(address));
      if (first === undefined) return done(new PrivateAddressError(), []);
      if (options.all === true) return done(null, [first, ...others]);
      return done(null, first.address, first.family);
    });
  };
}
