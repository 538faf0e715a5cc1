import type { Fetch } from '../providers/provider.js';
import { chain, type Answer, type Exchange, type Next, type Outcome, type SentCall, type Step } from './exchange.js';
import { judge } from './judge.js';
import { errorOfOutcome } from './outcome-error.js';
import { readRequest, type OutgoingRequest } from './outgoing-request.js';
import { responseOf } from './sdk-response.js';
import { noting } from './steps/note-try.js';
import type { RetryOptions } from './steps/retry.js';
import { SEND_LIMITS, sender, type SendLimits } from './steps/send.js';

export interface SendOptions extends RetryOptions {
  limits?: SendLimits;
}

type Terms = Pick<Exchange, 'integrationId' | 'provider' | 'signal' | 'maxQueueMs'> & {
  onCall?: (call: SentCall) => void;
};

/** Turns calls of an SDK into exchanges, and their outcomes into answers or errors. */
export class Exchanges {
  private readonly sendOnce: Next;

  constructor(private readonly options: SendOptions) {
    const judgeNow = (exchange: Exchange, answer: Answer) => judge(exchange, answer, options.clock());
    this.sendOnce = sender(judgeNow, options.limits ?? SEND_LIMITS);
  }

  /** @param steps made anew for each call, so that a step may remember what it did in it. */
  fetchThrough(steps: () => readonly Step[], terms: Terms): Fetch {
    return async (input, init) => {
      const request = await readRequest(input, init, terms.provider.isRead?.bind(terms.provider));
      const signal = AbortSignal.any([terms.signal, request.signal]);
      const exchange: Exchange = { ...terms, request, signal, tries: [] };
      const send = noting(this.options.clock, this.sendOnce, (attempt, outcome) =>
        terms.onCall?.({ attempt, statusCode: outcome?.status ?? 0, mayHaveEffect: mayHaveEffect(request, outcome) }),
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

function mayHaveEffect(request: OutgoingRequest, outcome: Outcome | null): boolean {
  if (request.isRead || outcome?.isUnsent === true) return false;
  return outcome?.verdict !== 'TOKEN_REFUSED' && outcome?.verdict !== 'RATE_LIMITED';
}
