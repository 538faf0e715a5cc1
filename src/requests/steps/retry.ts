import { backoffMs } from '../backoff.js';
import { absorbLastTry, type Exchange, type Outcome, type Step } from '../exchange.js';
import { isIdempotent } from '../outgoing-request.js';
import type { Wait } from '../wait.js';

const MAX_TRIES = 4;
const BUDGET_MS = 30_000;

export interface RetryOptions {
  clock: () => number;
  wait: Wait;
  /** From 0 up to 1. */
  random: () => number;
}

/**
 * Tries again what is safe to try again: what the provider did not take, what surely never left, and
 * what has one effect however often it arrives. A write whose answer was lost is not sent twice.
 */
export function retrying({ clock, wait, random }: RetryOptions): Step {
  return async (exchange, next) => {
    const budgetEndsAt = clock() + BUDGET_MS;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await next(exchange);
      if (attempt >= MAX_TRIES || !mayRepeat(exchange, outcome)) return outcome;
      const now = clock();
      const againAt = Math.max(outcome.retryAt ?? now + backoffMs(attempt, random()), now);
      if (againAt > budgetEndsAt) return outcome;
      if (outcome.verdict === 'RATE_LIMITED') absorbLastTry(exchange);
      await wait(againAt - now, exchange.signal);
    }
  };
}

function mayRepeat({ request }: Exchange, { verdict, isUnsent }: Outcome): boolean {
  if (verdict === 'RATE_LIMITED' || isUnsent) return true;
  return (verdict === 'UNAVAILABLE' || verdict === 'NO_ANSWER') && isIdempotent(request);
}
