import type { Deliveries } from '../deliveries/deliveries.js';
import type { Database } from '../platform/database/open-database.js';
import type { Jobs } from '../platform/jobs/jobs.js';
import { BoundedLabel } from '../platform/metrics/bounded-label.js';
import { Meters } from '../platform/metrics/meters.js';
import type { RequestManager } from '../requests/request-manager.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { answerMetrics } from './answer-metrics.js';
import { watchDatabase } from './database-metrics.js';
import { deliveryMetrics, watchDeliveries } from './delivery-metrics.js';
import { jobMetrics, watchJobs } from './job-metrics.js';
import { providerMetrics, watchBreakers } from './provider-metrics.js';
import { syncMetrics } from './sync-metrics.js';
import { watchEvents, webhookMetrics } from './webhook-metrics.js';

/** The catalogue, and what operators declare. */
const MAX_PROVIDERS = 500;

/**
 * Every metric of the hub. Features know nothing of it: they tell whoever asked to be told, and services.ts hands
 * them these functions.
 */
export class HubMetrics {
  readonly meters = new Meters();
  private readonly providerIds = new BoundedLabel(MAX_PROVIDERS);
  readonly answers = answerMetrics(this.meters);
  readonly onJobRun = jobMetrics(this.meters);
  readonly providers = providerMetrics(this.meters, this.providerIds);
  readonly syncs = syncMetrics(this.meters, this.providerIds);
  readonly webhooks = webhookMetrics(this.meters, this.providerIds);
  readonly onDelivery = deliveryMetrics(this.meters);

  /** What is measured when Prometheus asks. */
  watch(sources: {
    database: Pick<Database<unknown>, 'engine' | 'pool' | 'bytes'>;
    jobs: Pick<Jobs, 'due'>;
    requests: Pick<RequestManager, 'breakerStates'>;
    webhooks: Pick<Webhooks, 'countPending'>;
    deliveries: Pick<Deliveries, 'countPending' | 'countDead'>;
    clock?: () => number;
  }): void {
    watchDatabase(this.meters, sources.database);
    watchJobs(this.meters, sources.jobs);
    watchBreakers(this.meters, sources.requests);
    watchEvents(this.meters, sources.webhooks, this.providerIds);
    watchDeliveries(this.meters, sources.deliveries, sources.clock);
  }
}
