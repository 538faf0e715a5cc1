import type { RetryLimits } from '../../providers/provider.js';
import { backoffMs } from '../backoff.js';
import { absorbLastTry, type Exchange, type Outcome, type Step } from '../exchange.js';
import { isRepeatable } from '../outgoing-request.js';
import type { RetryBudget } from '../retry-budget.js';
import type { Wait } from '../wait.js';

/** In force where a provider declares nothing else. */
const RETRY_LIMITS: RetryLimits = { maxTries: 4, budgetMs: 30_000 };

export interface RetryOptions {
  clock: () => number;
  wait: Wait;
  /** From 0 up to 1. */
  random: () => number;
}

/**
 * Tries again what is safe to try again: what the provider did not take, what surely never left, and
 * what has one effect however often it arrives. A write whose answer was lost is not sent twice, but where
 * it has a key by which the provider knows it again.
 * @param budget The provider's.
 */
export function retrying({ clock, wait, random }: RetryOptions, budget: RetryBudget): Step {
  return async (exchange, next) => {
    const { maxTries, budgetMs } = { ...RETRY_LIMITS, ...exchange.provider.retrying };
    const budgetEndsAt = clock() + budgetMs;
    budget.earn();
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await next(exchange);
      if (attempt >= maxTries || !mayRepeat(exchange, outcome)) return outcome;
      const now = clock();
      const againAt = Math.max(outcome.retryAt ?? now + backoffMs(attempt, random()), now);
      if (againAt > budgetEndsAt || !isAfforded(outcome, budget)) return outcome;
      if (outcome.verdict === 'RATE_LIMITED') absorbLastTry(exchange);
      await wait(againAt - now, exchange.signal);
    }
  };
}

/** Who waits as the provider asked adds nothing to its load. */
function isAfforded({ verdict }: Outcome, budget: RetryBudget): boolean {
  return verdict === 'RATE_LIMITED' || budget.spend();
}

function mayRepeat(exchange: Exchange, { verdict, isUnsent }: Outcome): boolean {
  if (verdict === 'RATE_LIMITED') return true;
  if (verdict !== 'UNAVAILABLE' && verdict !== 'NO_ANSWER') return false;
  return isUnsent || isRepeatable(exchange);
}
