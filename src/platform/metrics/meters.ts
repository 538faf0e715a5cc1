import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One value of a gauge, under its labels. */
export interface Sample<Label extends string> {
  labels: Partial<Record<Label, string>>;
  value: number;
}

/** prom-client's own that bear a counter's name and are none; the same figures stand by type beside them. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Seconds, from what memory answers to what a provider takes at its worst. */
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A scrape waits no longer for one measure. */
const PATIENCE_MS = 2_000;

/** What Prometheus reads: process metrics, and whatever is made here. Every label's values must be bounded. */
export class Meters {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const name of MISNAMED) this.registry.removeSingleMetric(name);
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** Of seconds. */
  histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: BUCKETS_S, registers: [this.registry] });
  }

  /** Measured anew by each scrape. What cannot be measured now is left out of it. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    measure: () => Promise<readonly Sample<Label>[]> | readonly Sample<Label>[],
  ): void {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect(): Promise<void> {
        const samples = await inTime(measure);
        gauge.reset();
        // Without labels, prom-client would say 0.
        if (samples === null && labelNames.length === 0) gauge.remove();
        for (const { labels, value } of samples ?? []) gauge.set(labels as Record<Label, string>, value);
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}

/** Null where it failed or takes too long. */
async function inTime<Value>(measure: () => Promise<Value> | Value): Promise<Value | null> {
  const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<null>();
  const timer = setTimeout(giveUp, PATIENCE_MS, null);
  try {
    return await Promise.race([measure(), tooLate]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
