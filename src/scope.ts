import type { EventBus } from './platform/events/event-bus.js';
import type { HubEvents } from './events.js';
import type { Alerts } from './health/alerts.js';
import type { HealthThresholds } from './health/judge-health.js';
import type { Connections } from './integrations/connections.js';
import type { IntegrationOwners } from './integrations/integration-owners.js';
import type { ProviderCatalog } from './integrations/provider-catalog.js';
import type { Deliveries } from './deliveries/deliveries.js';
import type { OutboundEndpoints } from './deliveries/outbound-endpoints.js';
import type { SealedValues } from './keys/sealed-values.js';
import { createLoaders, type Loaders } from './loaders.js';
import type { Jobs } from './platform/jobs/jobs.js';
import type { RecordIndex } from './records/reading/record-index.js';
import type { Actions } from './requests/actions.js';
import type { ProviderCalls } from './requests/proxy/provider-calls.js';
import type { RunStates } from './syncs/run-states.js';
import type { Syncs } from './syncs/syncs.js';
import type { Db } from './tables.js';
import type { Viewer } from './viewer/viewer.js';
import { VisibleReader } from './viewer/visible-reader.js';
import type { Webhooks } from './webhooks/webhooks.js';

/** The features' services, made once by app.ts. */
export interface Services {
  providers: ProviderCatalog;
  connections: Connections;
  integrationOwners: IntegrationOwners;
  syncs: Syncs;
  runStates: RunStates;
  actions: Actions;
  providerCalls: ProviderCalls;
  recordIndex: RecordIndex;
  webhooks: Webhooks;
  alerts: Alerts;
  healthThresholds: HealthThresholds;
  outboundEndpoints: OutboundEndpoints;
  deliveries: Deliveries;
  sealedValues: SealedValues;
  jobs: Jobs;
  events: EventBus<HubEvents>;
  /** GraphiQL is served. */
  hasExplorer: boolean;
  /** Calls of an integration that now wait in the hub for a permit. */
  queuedCalls(integrationId: string): number;
}

/** What an operation may know of, and tell, the browser it came from. */
export interface Browser {
  /** The binding cookie's value, or null. */
  binding: string | null;
  /** Sets the binding cookie on the answer. */
  bind(value: string): void;
}

/** What one GraphQL operation, or one event of a subscription, may touch. Made anew for each: its loaders remember. */
export class Scope {
  readonly read: VisibleReader;
  readonly load: Loaders;

  constructor(
    readonly services: Services,
    readonly viewer: Viewer,
    readonly browser: Browser | null,
    db: Db,
  ) {
    this.read = new VisibleReader(db, viewer);
    this.load = createLoaders(this.read, services);
  }
}

/** The GraphQL context of Apollo, Yoga and graphql-ws: Yoga copies own properties, so the scope is one. */
export interface GraphQLContext {
  scope: Scope;
}
