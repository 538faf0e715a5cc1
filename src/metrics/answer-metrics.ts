import type { OperationObserver } from '../platform/graphql/operation-observer.js';
import type { AnswerObserver } from '../platform/http/http-server.js';
import { BoundedLabel } from '../platform/metrics/bounded-label.js';
import type { Meters } from '../platform/metrics/meters.js';

/** Names that callers give their operations. */
const MAX_OPERATIONS = 200;

/** What the hub answers: HTTP requests by route, GraphQL operations by name. */
export function answerMetrics(meters: Meters): { onAnswer: AnswerObserver; onOperation: OperationObserver } {
  const requests = meters.counter('hub_http_requests_total', 'HTTP requests answered.', ['route', 'status']);
  const operations = meters.counter(
    'hub_graphql_operations_total',
    'GraphQL operations answered, and subscriptions begun.',
    ['operation', 'type', 'transport', 'outcome'],
  );
  const durations = meters.histogram(
    'hub_graphql_operation_duration_seconds',
    'Time to the answer; of a subscription, to its beginning.',
    ['operation'],
  );
  const names = new BoundedLabel(MAX_OPERATIONS);
  return {
    onAnswer: ({ route, statusCode }) => requests.inc({ route, status: `${Math.floor(statusCode / 100)}xx` }),
    onOperation: ({ name, transport, type, failed, durationMs }) => {
      const operation = name === null ? 'unnamed' : names.of(name);
      operations.inc({ operation, type, transport, outcome: failed ? 'error' : 'ok' });
      durations.observe({ operation }, durationMs / 1000);
    },
  };
}
