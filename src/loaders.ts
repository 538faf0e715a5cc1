import {
  attemptsLoader,
  deliveryListLoader,
  deliveryLoader,
  type AttemptsLoader,
  type DeliveryList,
  type DeliveryLoader,
} from './deliveries/delivery-list.js';
import { alertLoader, type AlertLoader } from './health/alert.loader.js';
import { alertsOfRunLoader, type AlertsOfRunLoader } from './health/alerts-of-run.js';
import { callStretchesLoader, type CallStretchesLoader } from './health/call-stretches.loader.js';
import { healthHistoryLoader, type HealthHistoryList } from './health/health-history-list.js';
import { providerHealthLoader, type ProviderHealthLoader } from './health/provider-health.js';
import { healthLoader, type HealthLoader } from './health/health.loader.js';
import { integrationLoader, type IntegrationLoader } from './integrations/integration.loader.js';
import { providerSettingsLoader, type ProviderSettingsLoader } from './integrations/provider-settings.loader.js';
import { recordListLoader, type RecordList } from './records/record-list.js';
import { referenceLoader, type ReferenceLoader } from './records/reading/reference.loader.js';
import { recordLoader, type RecordLoader } from './records/record.loader.js';
import { apiCallListLoader, type ApiCallList } from './requests/api-call-list.js';
import { apiCallLoader, type ApiCallLoader } from './requests/api-call.loader.js';
import { quotaLoader, type QuotaLoader } from './requests/quota.loader.js';
import type { Services } from './scope.js';
import { syncLogListLoader, type SyncLogList } from './syncs/sync-log-list.js';
import { changingRunLoader, type ChangingRunLoader } from './syncs/record-spans.js';
import { lastRunOfLoader, lastSyncLogOfLoader, syncLogLoader, type SyncLogLoader } from './syncs/sync-log.loader.js';
import { syncLoader, syncsOfLoader, type SyncLoader, type SyncsOfLoader } from './syncs/sync.loader.js';
import { webhookEventListLoader, type WebhookEventList } from './webhooks/webhook-event-list.js';
import {
  webhookEventLoader,
  webhookEventsOfRunLoader,
  webhookRunsLoader,
  webhookSubscriptionsLoader,
  webhookTargetsLoader,
  type WebhookEventLoader,
  type WebhookEventsOfRunLoader,
  type WebhookRunsLoader,
  type WebhookSubscriptionsLoader,
  type WebhookTargetsLoader,
} from './webhooks/webhook-event.loader.js';
import { webhookPayloadLoader, type WebhookPayloadLoader } from './webhooks/webhook-payload.loader.js';
import type { VisibleReader } from './viewer/visible-reader.js';

/**
 * What one operation reads by key: each loader asks once for all keys of a moment and remembers the
 * answers, of rows that the viewer may see. Those named `…Of` take the id of the parent.
 */
export interface Loaders {
  integration: IntegrationLoader;
  /** By provider id. */
  providerSettings: ProviderSettingsLoader;
  /** By integration id. */
  quota: QuotaLoader;
  apiCall: ApiCallLoader;
  /** By integration id. */
  apiCallsOf: ApiCallList;
  /** By sync log id. */
  apiCallsOfRun: ApiCallList;
  record: RecordLoader;
  recordsOf: RecordList;
  /** By `referenceKey`. */
  referred: ReferenceLoader;
  sync: SyncLoader;
  syncsOf: SyncsOfLoader;
  syncLog: SyncLogLoader;
  syncLogsOf: SyncLogList;
  lastSyncLogOf: SyncLogLoader;
  /** By sync id. */
  lastRunOf: SyncLogLoader;
  /** By record id. */
  changingRun: ChangingRunLoader;
  webhookEvent: WebhookEventLoader;
  webhookEventsOf: WebhookEventList;
  /** By the event itself. */
  webhookPayload: WebhookPayloadLoader;
  /** By event id. */
  webhookTargets: WebhookTargetsLoader;
  /** By event id. */
  webhookRuns: WebhookRunsLoader;
  /** By sync log id. */
  webhookEventsOfRun: WebhookEventsOfRunLoader;
  webhookSubscriptionsOf: WebhookSubscriptionsLoader;
  /** By integration id. */
  health: HealthLoader;
  callStretchesOf: CallStretchesLoader;
  healthHistoryOf: HealthHistoryList;
  providerHealth: ProviderHealthLoader;
  alert: AlertLoader;
  /** By sync log id. */
  alertsOfRun: AlertsOfRunLoader;
  outboundDelivery: DeliveryLoader;
  outboundDeliveriesOf: DeliveryList;
  /** By delivery id. */
  outboundAttempts: AttemptsLoader;
}

type Makers = { [Name in keyof Loaders]: (read: VisibleReader, services: Services, load: Loaders) => Loaders[Name] };

const makers: Makers = {
  integration: integrationLoader,
  providerSettings: (_, { providers }) => providerSettingsLoader(providers),
  quota: quotaLoader,
  apiCall: apiCallLoader,
  apiCallsOf: (read) => apiCallListLoader(read, 'integrationId'),
  apiCallsOfRun: (read) => apiCallListLoader(read, 'syncLogId'),
  record: recordLoader,
  recordsOf: recordListLoader,
  referred: referenceLoader,
  sync: syncLoader,
  syncsOf: syncsOfLoader,
  syncLog: syncLogLoader,
  syncLogsOf: syncLogListLoader,
  lastSyncLogOf: lastSyncLogOfLoader,
  lastRunOf: lastRunOfLoader,
  changingRun: (read, _, { syncLog }) => changingRunLoader(read, syncLog),
  webhookEvent: webhookEventLoader,
  webhookEventsOf: webhookEventListLoader,
  webhookPayload: (read, { webhooks }) => webhookPayloadLoader(webhooks, read.viewer),
  webhookTargets: webhookTargetsLoader,
  webhookRuns: webhookRunsLoader,
  webhookEventsOfRun: webhookEventsOfRunLoader,
  webhookSubscriptionsOf: webhookSubscriptionsLoader,
  health: healthLoader,
  callStretchesOf: callStretchesLoader,
  healthHistoryOf: healthHistoryLoader,
  providerHealth: (read, { healthThresholds }) => providerHealthLoader(read, healthThresholds),
  alert: alertLoader,
  alertsOfRun: alertsOfRunLoader,
  outboundDelivery: deliveryLoader,
  outboundDeliveriesOf: deliveryListLoader,
  outboundAttempts: attemptsLoader,
};

/** Each loader is made when it is first used: an operation needs few of them. */
class LazyLoaders {
  constructor(
    readonly read: VisibleReader,
    readonly services: Services,
  ) {}
}

for (const [name, make] of Object.entries(makers)) {
  Object.defineProperty(LazyLoaders.prototype, name, {
    get(this: LazyLoaders) {
      const value: unknown = make(this.read, this.services, this as unknown as Loaders);
      Object.defineProperty(this, name, { value });
      return value;
    },
  });
}

export function createLoaders(read: VisibleReader, services: Services): Loaders {
  return new LazyLoaders(read, services) as unknown as Loaders;
}
