import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { OperationObserver } from '../graphql/operation-observer.js';

/** What Prometheus reads: the process, and GraphQL operations by transport and kind. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly operations = new Counter({
    name: 'hub_graphql_operations_total',
    help: 'GraphQL operations answered, and subscriptions begun.',
    labelNames: ['transport', 'type', 'outcome'] as const,
    registers: [this.registry],
  });
  private readonly duration = new Histogram({
    name: 'hub_graphql_operation_duration_seconds',
    help: 'Time to the answer; of a subscription, to its beginning.',
    labelNames: ['transport', 'type'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  readonly observe: OperationObserver = ({ transport, type, failed, durationMs }) => {
    this.operations.inc({ transport, type, outcome: failed ? 'error' : 'ok' });
    this.duration.observe({ transport, type }, durationMs / 1000);
  };

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
