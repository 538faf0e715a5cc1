import type { Handler } from './provider-server.js';
import { json } from './provider-server.js';

export const METHODS = ['GET', 'POST', 'POST with key'] as const;
export type Method = (typeof METHODS)[number];

/** What a caller is told, and whether it may simply try again; a write whose effect is not known may not. */
export interface Seen {
  code: string;
  retryable: Record<Method, boolean>;
}

export interface FaultRow {
  fault: string;
  /** Requests that reach the provider or try to, until the hub gives up. */
  tries: Record<Method, number>;
  /** Milliseconds that the hub waits between the tries of a read, on the whole. */
  waits: string;
  /** The state in which a sync's run is left. */
  sync: 'PAUSED' | 'FAILED';
  seen: Seen;
  /** What the call log says of each try: status, and words that its error holds. */
  log: { status: number; error: string | null };
  /** A provider that does it every time. Null where none listens. */
  provider: ((now: () => number) => Handler) | null;
}

const always = (handler: Handler) => () => handler;
const each = <Value>(get: Value, post: Value, keyed: Value) => ({ GET: get, POST: post, 'POST with key': keyed });

const NOT_TAKEN = each(4, 4, 4);
const MAYBE_TAKEN = each(4, 1, 4);
const NO_USE = each(1, 1, 1);

const LIMITED: Seen = { code: 'PROVIDER_RATE_LIMITED', retryable: each(true, true, true) };
const UNSENT: Seen = { code: 'PROVIDER_UNAVAILABLE', retryable: each(true, true, true) };
const UNAVAILABLE: Seen = { code: 'PROVIDER_UNAVAILABLE', retryable: each(true, false, true) };
const BROKEN: Seen = { code: 'PROVIDER_CONTRACT_BROKEN', retryable: each(false, false, false) };

const asJson = { 'content-type': 'application/json' };
const CHUNK = Buffer.alloc(1024 * 1024, ' ');

/** Every way in which a provider fails, and what comes of it. The table in docs/request-manager.md is this one. */
export const FAULTS: readonly FaultRow[] = [
  {
    fault: '429 with Retry-After in seconds',
    tries: NOT_TAKEN,
    waits: 'as asked',
    sync: 'PAUSED',
    seen: LIMITED,
    log: { status: 429, error: 'asks to be called less often' },
    provider: always((_, response) => json(response, 429, {}, { 'retry-after': '2' })),
  },
  {
    fault: '429 with Retry-After as a date',
    tries: NOT_TAKEN,
    waits: 'as asked',
    sync: 'PAUSED',
    seen: LIMITED,
    log: { status: 429, error: 'asks to be called less often' },
    provider: (now) => (_, response) =>
      json(response, 429, {}, { 'retry-after': new Date(now() + 3_000).toUTCString() }),
  },
  {
    fault: '429 that does not say for how long',
    tries: NOT_TAKEN,
    waits: '1, 2, 4 s',
    sync: 'PAUSED',
    seen: LIMITED,
    log: { status: 429, error: 'asks to be called less often' },
    provider: always((_, response) => json(response, 429, {})),
  },
  {
    fault: '500',
    tries: MAYBE_TAKEN,
    waits: 'backoff',
    sync: 'PAUSED',
    seen: UNAVAILABLE,
    log: { status: 500, error: 'had a fault of its own' },
    provider: always((_, response) => json(response, 500, {})),
  },
  {
    fault: '503 with Retry-After',
    tries: MAYBE_TAKEN,
    waits: 'as asked',
    sync: 'PAUSED',
    seen: UNAVAILABLE,
    log: { status: 503, error: 'had a fault of its own' },
    provider: always((_, response) => json(response, 503, {}, { 'retry-after': '2' })),
  },
  {
    fault: 'connection refused',
    tries: NOT_TAKEN,
    waits: 'backoff',
    sync: 'PAUSED',
    seen: UNSENT,
    log: { status: 0, error: 'refused the connection' },
    provider: null,
  },
  {
    fault: 'connection reset before the request was read',
    tries: MAYBE_TAKEN,
    waits: 'backoff',
    sync: 'PAUSED',
    seen: UNAVAILABLE,
    log: { status: 0, error: 'broke off before its answer was complete' },
    provider: always((_, __, raw) => void raw.socket.resetAndDestroy()),
  },
  {
    fault: 'connection reset after the request was read',
    tries: MAYBE_TAKEN,
    waits: 'backoff',
    sync: 'PAUSED',
    seen: UNAVAILABLE,
    log: { status: 0, error: 'broke off before its answer was complete' },
    provider: always((_, __, raw) => void raw.socket.resetAndDestroy()),
  },
  {
    fault: 'no answer at all',
    tries: MAYBE_TAKEN,
    waits: 'backoff',
    sync: 'PAUSED',
    seen: UNAVAILABLE,
    log: { status: 0, error: 'did not answer within' },
    provider: always(() => undefined),
  },
  {
    fault: 'an answer that drips',
    tries: MAYBE_TAKEN,
    waits: 'backoff',
    sync: 'PAUSED',
    seen: UNAVAILABLE,
    log: { status: 0, error: 'did not answer within' },
    provider: always((_, response) => {
      response.writeHead(200, asJson);
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
    }),
  },
  {
    fault: 'a web page instead of data',
    tries: NO_USE,
    waits: '–',
    sync: 'FAILED',
    seen: BROKEN,
    log: { status: 200, error: 'answered with a web page where data was expected' },
    provider: always(
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
    ),
  },
  {
    fault: 'JSON that is cut off',
    tries: NO_USE,
    waits: '–',
    sync: 'FAILED',
    seen: BROKEN,
    log: { status: 200, error: null },
    provider: always((_, response) => void response.writeHead(200, asJson).end('{"things": [{"id": "1"')),
  },
  {
    fault: 'an answer of 10 GB',
    tries: NO_USE,
    waits: '–',
    sync: 'FAILED',
    seen: BROKEN,
    log: { status: 200, error: 'which is more than the hub takes' },
    provider: always((_, response) => {
      response.writeHead(200, { ...asJson, 'content-length': String(10 * 1024 ** 3) });
      const pour = () => {
        while (!response.destroyed && response.write(CHUNK));
        if (!response.destroyed) response.once('drain', pour);
      };
      response.on('error', () => undefined);
      pour();
    }),
  },
  {
    fault: 'a redirect to a private address',
    tries: NO_USE,
    waits: '–',
    sync: 'FAILED',
    seen: BROKEN,
    log: { status: 0, error: 'does not go' },
    provider: always((_, response) => void response.writeHead(307, { location: 'http://10.0.0.1/' }).end()),
  },
];
