import type { ProviderDefinition } from '../providers/provider.js';
import type { AnswerHeaders } from './answer-headers.js';
import type { OutgoingRequest } from './outgoing-request.js';
import type { QuotaReading } from './quota-headers.js';

/** A provider's answer, read to its end. */
export interface Answer {
  status: number;
  headers: AnswerHeaders;
  body: Uint8Array;
  /** Where it came from, after redirects. */
  url: string;
}

/**
 * What became of one try.
 * - OK, REJECTED: an answer for the SDK; REJECTED is any other 4xx.
 * - TOKEN_REFUSED, RATE_LIMITED: the provider did not take the request; it had no effect.
 * - UNAVAILABLE: 5xx or 408. NO_ANSWER: nothing, or only a part, came back.
 * - CONTRACT_BROKEN: an answer that no API gives: HTML, a redirect to elsewhere, more than fits.
 */
export type Verdict =
  'OK' | 'REJECTED' | 'TOKEN_REFUSED' | 'RATE_LIMITED' | 'UNAVAILABLE' | 'NO_ANSWER' | 'CONTRACT_BROKEN';

export interface Outcome {
  verdict: Verdict;
  /** HTTP status; 0 where no answer came. */
  status: number;
  /** Null where it never arrived whole. */
  answer: Answer | null;
  /** When the provider lets us come back, epoch milliseconds; null where it did not say. */
  retryAt: number | null;
  /** True where the request surely never left: no connection was made. */
  isUnsent: boolean;
  /** What went wrong, in words that follow the provider's name ("did not answer within 30 seconds"); null where nothing did. */
  problem: string | null;
  /** What the answer says of the provider's own limit; null where it says nothing. */
  quota: QuotaReading | null;
  cause?: unknown;
}

/** One request as it was sent, for the call log. */
export interface Try {
  startedAt: number;
  durationMs: number;
  /** Null where the caller gave up before there was any. */
  outcome: Outcome | null;
  /** True where the hub mended it: a token it renewed, a rate limit it waited out. */
  isAbsorbed: boolean;
}

/** A request that was sent, as whoever called is told of it. */
export interface SentCall {
  /** From 1; higher ones are retries of the same call. */
  attempt: number;
  statusCode: number;
  /** False where the provider surely did nothing (a read, a refusal, a connection that was never made), or knows the call again by its caller's key. */
  mayHaveEffect: boolean;
}

/** One call of an SDK on its way through the steps. */
export interface Exchange {
  /** Null while an account is being connected. */
  readonly integrationId: string | null;
  readonly provider: ProviderDefinition;
  readonly request: OutgoingRequest;
  /** The caller's and the SDK's. */
  readonly signal: AbortSignal;
  /** A person waits for it: it goes before what runs in the background. */
  readonly isUrgent: boolean;
  /** How long it may stand in the queue for a permit. */
  readonly maxQueueMs: number;
  /** True where nobody knows what a write does: it is not sent again, also where its method would allow it. */
  readonly isUndeclared?: boolean;
  /** Of the answer, where less is wanted than the provider may send. */
  readonly maxAnswerBytes?: number;
  /** In the order in which they were sent. */
  readonly tries: Try[];
}

export type Next = (exchange: Exchange) => Promise<Outcome>;

/**
 * One concern of calling a provider. It may change the exchange on its way in, look at the outcome on its
 * way out, and call `next` again. It throws HubErrors, or the signal's reason; a failed call is an outcome.
 */
export type Step = (exchange: Exchange, next: Next) => Promise<Outcome>;

/** Puts steps one around the other; the first is the outermost. */
export function chain(steps: readonly Step[], last: Next): Next {
  return steps.reduceRight<Next>((next, step) => (exchange) => step(exchange, next), last);
}

/** Marks the last try as mended by what the hub does next. */
export function absorbLastTry(exchange: Exchange): void {
  const last = exchange.tries.at(-1);
  if (last !== undefined) last.isAbsorbed = true;
}
