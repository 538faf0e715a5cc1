import type { ProviderEnvironment } from './config.js';
import type { HubEvents } from './events.js';
import type { HubMetrics } from './metrics/hub-metrics.js';
import type { Database } from './platform/database/open-database.js';
import type { EventBus } from './platform/events/event-bus.js';
import type { OutgoingHttp } from './platform/http/outgoing-http.js';
import type { Jobs } from './platform/jobs/jobs.js';
import type { Logger } from './platform/logging/logger.js';
import type { Tracing } from './platform/tracing/tracing.js';
import type { ProviderDefinition } from './providers/provider.js';
import type { SharedWindows } from './requests/permits/shared-windows.js';
import type { RequestManagerOptions } from './requests/request-manager.js';
import type { CompleteConfig } from './secrets.js';
import type { Tables } from './tables.js';
import type { InboxLimits } from './webhooks/webhook-inbox.js';

/** What the features stand on; opened and closed by app.ts. */
export interface Foundation {
  config: CompleteConfig;
  logger: Logger;
  database: Database<Tables>;
  events: EventBus<HubEvents>;
  jobs: Jobs;
  metrics: HubMetrics;
  tracing: Tracing;
  definitions: readonly ProviderDefinition[];
  /** Clients of providers that no operator stored, by provider id. */
  environment: ReadonlyMap<string, ProviderEnvironment>;
  /** The way out to providers. */
  http: OutgoingHttp;
  /** Rate limits shared with other processes; null where there are none. */
  sharedWindows: SharedWindows | null;
  clock: () => number;
  /** For tests: how the request manager waits, and how long it lets others take. */
  timing?: RequestTiming;
  /** For tests: how many webhook events may wait in memory. */
  inboxLimits?: InboxLimits;
}

export type RequestTiming = Partial<Pick<RequestManagerOptions, 'wait' | 'random' | 'limits'>>;
