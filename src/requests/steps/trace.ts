import type { Tracing } from '../../platform/tracing/tracing.js';
import { endpointOf } from '../endpoint-path.js';
import type { Step } from '../exchange.js';

/** A span for a call with all its tries. */
export function traced(tracing: Tracing): Step {
  return (exchange, next) => {
    const { provider, integrationId, request } = exchange;
    const attributes = {
      'hub.provider': provider.id,
      'hub.integration.id': integrationId,
      'http.request.method': request.method,
      'server.address': request.url.host,
      'url.path': endpointOf(request.url),
    };
    return tracing.span(`call ${provider.id}`, attributes, async (note) => {
      const outcome = await next(exchange);
      note({ 'http.response.status_code': outcome.status || null, 'hub.call.tries': exchange.tries.length });
      return outcome;
    });
  };
}
