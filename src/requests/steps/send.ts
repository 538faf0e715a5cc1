import { isPrivateAddressError, type OutgoingHttp } from '../../platform/http/outgoing-http.js';
import { AnswerCollector, type RawAnswer } from '../../platform/http/answer-collector.js';
import { TooLarge } from '../../platform/http/read-bounded.js';
import { ACCEPTED_ENCODINGS, unpack } from '../../platform/http/unpack.js';
import type { SendLimits } from '../../providers/provider.js';
import { AnswerHeaders } from '../answer-headers.js';
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
    const limits = limitsOf(exchange, hubLimits);
    const seen: Seen = { status: 0, isTooLate: false };
    try {
      return judge(exchange, await send(http, exchange, limits, seen));
    } catch (error) {
      exchange.signal.throwIfAborted();
      if (error instanceof TooLarge) return outcomeOfTooMuch(seen.status, limits.maxAnswerBytes, error);
      if (isPrivateAddressError(error)) return outcomeOfRefusedAddress(error);
      return outcomeWithoutAnswer(error, seen.isTooLate ? limits.wholeMs : null);
    }
  };
}

function limitsOf({ provider, maxAnswerBytes }: Exchange, hubLimits: SendLimits): SendLimits {
  const limits = { ...hubLimits, ...provider.sending };
  return { ...limits, maxAnswerBytes: Math.min(limits.maxAnswerBytes, maxAnswerBytes ?? Infinity) };
}

/** What is known of an exchange that brought no answer. */
interface Seen {
  status: number;
  isTooLate: boolean;
}

async function send(http: OutgoingHttp, exchange: Exchange, limits: SendLimits, seen: Seen): Promise<Answer> {
  const { request, signal } = exchange;
  const endsAt = performance.now() + limits.wholeMs;
  let hop: Hop = { url: request.url, method: request.method, headers: headersOf(request), body: request.body };
  for (let redirects = 0; ; redirects += 1) {
    const raw = await sendHop(http, hop, { signal, limits, leftMs: endsAt - performance.now(), seen });
    const headers = new AnswerHeaders(raw.headers);
    const next = redirectOf(hop, raw.status, headers.get('location'));
    if (next === null || redirects === MAX_REDIRECTS) {
      const body = await unpack(raw.body, headers.get('content-encoding'), limits.maxAnswerBytes);
      return { status: raw.status, headers, body, url: hop.url.toString() };
    }
    hop = next;
  }
}

interface Terms {
  signal: AbortSignal;
  limits: SendLimits;
  leftMs: number;
  seen: Seen;
}

/** By hand: `AbortSignal.any` and `timeout` would cost more than the rest of the hub's work on a call. */
async function sendHop(http: OutgoingHttp, hop: Hop, { signal, limits, leftMs, seen }: Terms): Promise<RawAnswer> {
  signal.throwIfAborted();
  const collector = new AnswerCollector(limits.maxAnswerBytes);
  const onAbort = () => collector.abort(new Error('The caller gave up.'));
  const onTooLate = () => {
    seen.isTooLate = true;
    collector.abort(new Error('The answer took too long.'));
  };
  const timer = setTimeout(onTooLate, leftMs);
  signal.addEventListener('abort', onAbort);
  try {
    http.send(
      { ...hop, headers: { ...hop.headers }, headersMs: limits.headersMs, bodyIdleMs: limits.bodyIdleMs },
      collector,
    );
    return await collector.answer;
  } finally {
    seen.status = collector.status;
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Of one connection, or set by whoever opens it. */
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

const DEFAULT_HEADERS = { accept: '*/*', 'accept-encoding': ACCEPTED_ENCODINGS, 'user-agent': 'integration-hub' };

function headersOf({ headers }: OutgoingRequest): Record<string, string> {
  const sent: Record<string, string> = { ...DEFAULT_HEADERS };
  headers.forEach((value, name) => {
    if (!CONNECTION_HEADERS.has(name)) sent[name] = value;
  });
  return sent;
}
