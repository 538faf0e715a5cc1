import { HubError } from '../../platform/errors/hub-error.js';
import type { Breakers } from '../breaker/breakers.js';
import type { Exchange, Outcome, Step } from '../exchange.js';

/**
 * Calls no host that is out of order.
 * @throws HubError PROVIDER_UNAVAILABLE with when it is tried again.
 */
export function breaking(breakers: Breakers): Step {
  return async (exchange, next) => {
    const passage = breakers.of(exchange.request.url.host).enter(exchange.integrationId ?? 'connecting');
    if (typeof passage === 'number') throw outOfOrder(exchange, passage);
    try {
      const outcome = await next(exchange);
      passage.report(isFailure(outcome));
      return outcome;
    } finally {
      passage.abandon();
    }
  };
}

/** What speaks against the host, not against the request or the account. */
function isFailure({ verdict }: Outcome): boolean {
  return verdict === 'UNAVAILABLE' || verdict === 'NO_ANSWER';
}

function outOfOrder({ provider }: Exchange, retryAt: number): HubError {
  return new HubError(
    'PROVIDER_UNAVAILABLE',
    `${provider.name} has not been answering for some time. The hub leaves it alone for a moment and then looks again.`,
    { retryAt },
  );
}
