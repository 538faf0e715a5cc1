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

export function createLoaders(read: VisibleReader, services: Services): Loaders {
  const syncLog = syncLogLoader(read);
  return {
    integration: integrationLoader(read),
    providerSettings: providerSettingsLoader(services.providers),
    quota: quotaLoader(read),
    apiCall: apiCallLoader(read),
    apiCallsOf: apiCallListLoader(read, 'integrationId'),
    apiCallsOfRun: apiCallListLoader(read, 'syncLogId'),
    record: recordLoader(read),
    recordsOf: recordListLoader(read),
    referred: referenceLoader(read),
    sync: syncLoader(read),
    syncsOf: syncsOfLoader(read),
    syncLog,
    syncLogsOf: syncLogListLoader(read),
    lastSyncLogOf: lastSyncLogOfLoader(read),
    lastRunOf: lastRunOfLoader(read),
    changingRun: changingRunLoader(read, syncLog),
    webhookEvent: webhookEventLoader(read),
    webhookEventsOf: webhookEventListLoader(read),
    webhookPayload: webhookPayloadLoader(services.webhooks, read.viewer),
    webhookTargets: webhookTargetsLoader(read),
    webhookRuns: webhookRunsLoader(read),
    webhookEventsOfRun: webhookEventsOfRunLoader(read),
    webhookSubscriptionsOf: webhookSubscriptionsLoader(read),
    health: healthLoader(read),
    healthHistoryOf: healthHistoryLoader(read),
    providerHealth: providerHealthLoader(read, services.healthThresholds),
    alert: alertLoader(read),
    alertsOfRun: alertsOfRunLoader(read),
    outboundDelivery: deliveryLoader(read),
    outboundDeliveriesOf: deliveryListLoader(read),
    outboundAttempts: attemptsLoader(read),
  };
}
