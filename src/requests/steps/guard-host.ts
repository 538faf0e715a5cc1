import { HubError } from '../../platform/errors/hub-error.js';
import type { ProviderEndpoints } from '../../providers/provider.js';
import type { Step } from '../exchange.js';

/** Lets calls go only where the provider is configured to be: an address out of a provider's answer gets no token. */
export function guardingHost(endpoints: ProviderEndpoints): Step {
  const origins = new Set(Object.values(endpoints).map((address) => new URL(address).origin));
  return async (exchange, next) => {
    const { provider, request } = exchange;
    if (origins.has(request.url.origin)) return next(exchange);
    throw new HubError(
      'PROVIDER_CONTRACT_BROKEN',
      `${provider.name} pointed the hub to ${request.url.host}, which is not where ${provider.name} is configured to be. The hub did not go there.`,
    );
  };
}
