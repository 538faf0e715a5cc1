import type { OutgoingHttp } from '../platform/http/outgoing-http.js';
import type { Fetch, SendLimits } from '../providers/provider.js';
import { chain, type Answer, type Exchange, type Next, type Outcome, type SentCall, type Step } from './exchange.js';
import { judge } from './judge.js';
import { errorOfOutcome } from './outcome-error.js';
import { keyOf, readRequest } from './outgoing-request.js';
import { responseOf } from './sdk-response.js';
import { noting } from './steps/note-try.js';
import type { RetryOptions } from './steps/retry.js';
import { sender } from './steps/send.js';

export interface SendOptions extends RetryOptions {
  http: OutgoingHttp;
  limits?: SendLimits;
}

type Terms = Omit<Exchange, 'request' | 'tries'> & {
  /** Under which the caller would do the same again. */
  idempotencyKey: string | null;
  onCall?: (call: SentCall) => void;
};

/** Turns calls of an SDK into exchanges, and their outcomes into answers or errors. */
export class Exchanges {
  private readonly sendOnce: Next;

  constructor(private readonly options: SendOptions) {
    const judgeNow = (exchange: Exchange, answer: Answer) => judge(exchange, answer, options.clock());
    this.sendOnce = sender(options.http, judgeNow, options.limits);
  }

  /** @param steps made anew for each call, so that a step may remember what it did in it. */
  fetchThrough(steps: () => readonly Step[], terms: Terms): Fetch {
    return async (input, init) => {
      const request = await readRequest(input, init, terms.provider.isRead?.bind(terms.provider));
      const signal = request.signal === null ? terms.signal : AbortSignal.any([terms.signal, request.signal]);
      const exchange: Exchange = { ...terms, request, signal, tries: [] };
      const send = noting(this.options.clock, this.sendOnce, (attempt, outcome) =>
        terms.onCall?.({
          attempt,
          statusCode: outcome?.status ?? 0,
          mayHaveEffect: mayHaveEffect(exchange, outcome, terms.idempotencyKey),
        }),
      );
      return this.answer(exchange, await chain(steps(), send)(exchange));
    };
  }

  private answer(exchange: Exchange, outcome: Outcome): Response {
    const error = errorOfOutcome(exchange, outcome, this.options.clock());
    if (error !== null) throw error;
    if (outcome.answer === null) throw new Error(`an outcome ${outcome.verdict} without answer`);
    return responseOf(outcome.answer);
  }
}

/** Whether doing the same again could have an effect twice. */
function mayHaveEffect({ provider, request }: Exchange, outcome: Outcome | null, callersKey: string | null): boolean {
  if (request.isRead || outcome?.isUnsent === true) return false;
  if (outcome?.verdict === 'TOKEN_REFUSED' || outcome?.verdict === 'RATE_LIMITED') return false;
  return callersKey === null || keyOf(request, provider) !== callersKey;
}
