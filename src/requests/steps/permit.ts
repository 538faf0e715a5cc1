import { HubError } from '../../platform/errors/hub-error.js';
import type { Exchange, Step } from '../exchange.js';
import { NoPermitInTime, type PermitQueue } from '../permit-queue.js';
import type { Permits } from '../permits.js';

/** Keeps to the provider's limit, and holds all calls of the integration back while the provider asks for rest. */
export function permitting(permits: Permits): Step {
  return async (exchange, next) => {
    const { integrationId, provider } = exchange;
    if (integrationId === null) return next(exchange);
    const queue = permits.of(integrationId, provider.limit);
    await takeTurn(queue, exchange);
    const outcome = await next(exchange);
    if (outcome.verdict === 'RATE_LIMITED' && outcome.retryAt !== null) queue.pauseUntil(outcome.retryAt);
    return outcome;
  };
}

async function takeTurn(queue: PermitQueue, { provider, signal, maxQueueMs }: Exchange): Promise<void> {
  try {
    await queue.take(signal, maxQueueMs);
  } catch (error) {
    if (!(error instanceof NoPermitInTime)) throw error;
    throw new HubError(
      'PROVIDER_RATE_LIMITED',
      `${provider.name} takes only so many calls at a time, and those before this one use them up. Try again a little later.`,
      { retryAt: error.freeAt, cause: error },
    );
  }
}
