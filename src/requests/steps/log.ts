import { newId } from '../../platform/id.js';
import type { ApiCallLog, CallResult, LoggedCall } from '../api-call-log.js';
import { endpointOf } from '../endpoint-path.js';
import type { Exchange, Step, Try } from '../exchange.js';
import { wordsOf } from '../outcome-error.js';

/**
 * Logs each try once it is known what became of the whole call: a refused token that was renewed, or a
 * limit that was waited out, is no failure of the integration.
 */
export function logging(integrationId: string, syncLogId: string | null, log: Pick<ApiCallLog, 'add'>): Step {
  return async (exchange, next) => {
    try {
      return await next(exchange);
    } finally {
      exchange.tries.forEach((one, index) =>
        log.add(loggedCall(exchange, one, index + 1, { integrationId, syncLogId })),
      );
    }
  };
}

function loggedCall(
  { provider, request }: Exchange,
  one: Try,
  attempt: number,
  owner: { integrationId: string; syncLogId: string | null },
): LoggedCall {
  const row = {
    id: newId('call'),
    ...owner,
    method: request.method,
    endpoint: endpointOf(request.url),
    statusCode: one.outcome?.status ?? 0,
    durationMs: one.durationMs,
    attempt,
    error: wordsOf(provider, one.outcome),
    at: one.startedAt,
  };
  return { row, providerId: provider.id, result: resultOf(one), quota: one.outcome?.quota ?? null };
}

function resultOf({ outcome, isAbsorbed }: Try): CallResult {
  if (outcome === null) return 'ABANDONED';
  if (isAbsorbed || outcome.verdict === 'OK') return 'SUCCEEDED';
  return outcome.verdict === 'REJECTED' && outcome.status !== 403 ? 'SUCCEEDED' : 'FAILED';
}
