import { HubError } from '../../platform/errors/hub-error.js';
import type { Exchange, Outcome, Step } from '../exchange.js';
import type { Permit, Permits } from '../permits/permits.js';
import { NoPermitInTime } from '../permits/turn.js';

/** Keeps to the provider's limits, and tells the permits what the answer says of them. */
export function permitting(permits: Permits): Step {
  return async (exchange, next) => {
    if (exchange.integrationId === null) return next(exchange);
    const permit = await takePermit(permits, exchange, exchange.integrationId);
    let outcome: Outcome | null = null;
    try {
      outcome = await next(exchange);
      return outcome;
    } finally {
      permit.settle(outcome === null ? null : { ...outcome, isRateLimited: outcome.verdict === 'RATE_LIMITED' });
    }
  };
}

async function takePermit(permits: Permits, exchange: Exchange, integrationId: string): Promise<Permit> {
  const { provider, request, isUrgent, maxQueueMs, signal } = exchange;
  try {
    return await permits.take({ integrationId, provider, request, isUrgent, maxWaitMs: maxQueueMs, signal });
  } catch (error) {
    if (!(error instanceof NoPermitInTime)) throw error;
    throw new HubError(
      'PROVIDER_RATE_LIMITED',
      `${provider.name} takes only so many calls at a time, and those before this one use them up. Try again a little later.`,
      { retryAt: error.freeAt, cause: error },
    );
  }
}
