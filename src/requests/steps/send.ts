import { isPrivateAddressError, type OutgoingHttp } from '../../platform/http/outgoing-http.js';
import { readBounded, TooLarge } from '../../platform/http/read-bounded.js';
import { ACCEPTED_ENCODINGS, unpack } from '../../platform/http/unpack.js';
import type { SendLimits } from '../../providers/provider.js';
import type { Answer, Exchange, Outcome } from '../exchange.js';
import { outcomeOfRefusedAddress, outcomeOfTooMuch, outcomeWithoutAnswer } from '../no-answer.js';
import type { OutgoingRequest } from '../outgoing-request.js';
import { redirectOf, type Hop } from '../redirect.js';

const MAX_REDIRECTS = 5;

/** In force where a provider declares nothing else. */
export const SEND_LIMITS: SendLimits = {
  headersMs: 20_000,
  bodyIdleMs: 10_000,
  wholeMs: 30_000,
  maxAnswerBytes: 50 * 1024 * 1024,
};

/**
 * Sends the request once and reads the whole answer.
 * @throws the signal's reason where the caller gave up.
 */
export function sender(
  http: OutgoingHttp,
  judge: (exchange: Exchange, answer: Answer) => Outcome,
  hubLimits: SendLimits = SEND_LIMITS,
) {
  return async (exchange: Exchange): Promise<Outcome> => {
    const limits = { ...hubLimits, ...exchange.provider.sending };
    const deadline = AbortSignal.timeout(limits.wholeMs);
    const signal = AbortSignal.any([exchange.signal, deadline]);
    const seen = { status: 0 };
    try {
      return judge(exchange, await send(http, exchange.request, { signal, limits, seen }));
    } catch (error) {
      exchange.signal.throwIfAborted();
      if (error instanceof TooLarge) return outcomeOfTooMuch(seen.status, limits.maxAnswerBytes, error);
      if (isPrivateAddressError(error)) return outcomeOfRefusedAddress(error);
      return outcomeWithoutAnswer(error, deadline.aborted ? limits.wholeMs : null);
    }
  };
}

interface Terms {
  signal: AbortSignal;
  limits: SendLimits;
  /** Told the status as soon as it is known. */
  seen: { status: number };
}

async function send(http: OutgoingHttp, request: OutgoingRequest, terms: Terms): Promise<Answer> {
  let hop: Hop = { url: request.url, method: request.method, headers: headersOf(request), body: request.body };
  for (let redirects = 0; ; redirects += 1) {
    const response = await sendHop(http, hop, terms);
    const headers = receivedHeaders(response.headers);
    const next = redirectOf(hop, response.statusCode, headers.get('location'));
    if (next === null || redirects === MAX_REDIRECTS) {
      terms.seen.status = response.statusCode;
      const body = await readBounded(
        unpack(response.body, headers.get('content-encoding')),
        terms.limits.maxAnswerBytes,
      );
      return { status: response.statusCode, headers, body, url: hop.url.toString() };
    }
    await response.body.dump();
    hop = next;
  }
}

function sendHop(http: OutgoingHttp, { url, method, headers, body }: Hop, { signal, limits }: Terms) {
  return http.request(url, {
    method,
    headers: { ...headers },
    body,
    signal,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyIdleMs,
  });
}

/** Of one connection, or set by whoever opens it. */
const CONNECTION_HEADERS = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

const DEFAULT_HEADERS = { accept: '*/*', 'accept-encoding': ACCEPTED_ENCODINGS, 'user-agent': 'integration-hub' };

function headersOf({ headers }: OutgoingRequest): Record<string, string> {
  const sent: Record<string, string> = { ...DEFAULT_HEADERS, ...Object.fromEntries(headers) };
  for (const name of CONNECTION_HEADERS) delete sent[name];
  return sent;
}

function receivedHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  return headers;
}
