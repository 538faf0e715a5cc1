import type { AccessTokens } from '../credentials/access-tokens.js';
import type { Holder } from '../credentials/holder.js';
import { absorbLastTry, type Exchange, type Step } from '../exchange.js';

/**
 * Adds the credentials. Where the provider refuses them they are renewed, once for a whole call; then the
 * owner must reconnect. Made anew for each call.
 * @throws HubError REAUTHORIZATION_REQUIRED, and PROVIDER_UNAVAILABLE where they cannot be renewed just now.
 */
export function authorizing(holder: Holder, tokens: AccessTokens): Step {
  let hasRenewed = false;
  return async (exchange, next) => {
    const access = await tokens.current(holder, exchange.signal);
    addHeaders(exchange, access.headers);
    const outcome = await next(exchange);
    if (outcome.verdict !== 'TOKEN_REFUSED') return outcome;
    if (hasRenewed) return tokens.refuse(holder, access.version);

    hasRenewed = true;
    const renewed = await tokens.renew(holder, access.version, exchange.signal);
    absorbLastTry(exchange);
    addHeaders(exchange, renewed.headers);
    const second = await next(exchange);
    return second.verdict === 'TOKEN_REFUSED' ? tokens.refuse(holder, renewed.version) : second;
  };
}

/** Adds credentials that are not stored yet. */
export function authorizingWith(headers: Readonly<Record<string, string>>): Step {
  return (exchange, next) => {
    addHeaders(exchange, headers);
    return next(exchange);
  };
}

function addHeaders({ request }: Exchange, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
}
