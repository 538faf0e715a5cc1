import { isInterfaceType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type ClassType, type NonEmptyArray } from 'type-graphql';
import { CreateOutboundEndpointResolver } from './deliveries/create-outbound-endpoint.resolver.js';
import { OutboundDeliveriesResolver } from './deliveries/outbound-deliveries.resolver.js';
import { OutboundEndpointsResolver } from './deliveries/outbound-endpoints.resolver.js';
import { RemoveOutboundEndpointResolver } from './deliveries/remove-outbound-endpoint.resolver.js';
import { ReplayOutboundDeliveriesResolver } from './deliveries/replay-outbound-deliveries.resolver.js';
import { ReplayOutboundDeliveryResolver } from './deliveries/replay-outbound-delivery.resolver.js';
import { RotateOutboundEndpointSecretResolver } from './deliveries/rotate-outbound-endpoint-secret.resolver.js';
import { SendTestEventResolver } from './deliveries/send-test-event.resolver.js';
import { UpdateOutboundEndpointResolver } from './deliveries/update-outbound-endpoint.resolver.js';
import { AuditLogResolver } from './audit/audit-log.resolver.js';
import { AcknowledgeAlertResolver } from './health/acknowledge-alert.resolver.js';
import { AlertChangedResolver } from './health/alert-changed.resolver.js';
import { AlertResolver } from './health/alert.resolver.js';
import { AlertsResolver } from './health/alerts.resolver.js';
import { HealthChangedResolver } from './health/health-changed.resolver.js';
import { HealthStateChangeResolver, IntegrationHealthHistoryResolver } from './health/health-history.resolver.js';
import { IntegrationHealthResolver } from './health/integration-health.resolver.js';
import { IntegrationListResolver } from './health/integration-list.resolver.js';
import { ConfigureProviderResolver } from './integrations/configure-provider.resolver.js';
import { ConnectWithApiKeyResolver } from './integrations/connect-with-api-key.resolver.js';
import { ConnectionStatusChangedResolver } from './integrations/connection-status-changed.resolver.js';
import { ConnectionStatusResolver } from './integrations/connection-status.resolver.js';
import { declaredProviderMutations } from './integrations/declared/declared-provider-mutations.js';
import { DisconnectIntegrationResolver } from './integrations/disconnect-integration.resolver.js';
import { IntegrationResolver } from './integrations/integration.resolver.js';
import { ProviderSettingsResolver } from './integrations/provider-settings.resolver.js';
import { ProviderResolver } from './integrations/provider.resolver.js';
import { StartOAuthResolver } from './integrations/start-oauth.resolver.js';
import { NodeResolver } from './node.resolver.js';
import { addMutations } from './platform/graphql/add-mutations.js';
import { resolveDirectly } from './platform/graphql/direct-resolvers.js';
import { nodeTypeName } from './platform/graphql/node.type.js';
import type { ProviderDefinition } from './providers/provider.js';
import { IntegrationRecordsResolver } from './records/integration-records.resolver.js';
import { addReading } from './records/reading/add-reading.js';
import { indexPlans } from './records/reading/index-plan.js';
import { modelConnection } from './records/reading/model-connection.js';
import { RecordResolver } from './records/record.resolver.js';
import { GenericRecord } from './records/generic-record.type.js';
import { ApiCallResolver } from './requests/api-call.resolver.js';
import { IntegrationRequestsResolver } from './requests/integration-requests.resolver.js';
import { SealingKeysResolver } from './keys/sealing-keys.resolver.js';
import { CallProviderResolver } from './requests/proxy/call-provider.resolver.js';
import { RunActionResolver } from './requests/run-action.resolver.js';
import { typedActions } from './requests/typed-actions/typed-actions.js';
import { ApiCallSyncLogResolver } from './syncs/api-call-sync-log.resolver.js';
import { CancelSyncResolver } from './syncs/cancel-sync.resolver.js';
import { ConnectionSyncsResolver } from './syncs/connection-syncs.resolver.js';
import { IntegrationSyncsResolver } from './syncs/integration-syncs.resolver.js';
import { RecordsChangedResolver } from './syncs/records-changed.resolver.js';
import { ScheduledJobsResolver } from './syncs/scheduled-jobs.resolver.js';
import { RecordSyncLogResolver } from './syncs/record-sync-log.resolver.js';
import { SyncLogResolver } from './syncs/sync-log.resolver.js';
import { SyncProgressedResolver } from './syncs/sync-progressed.resolver.js';
import { SyncResolver } from './syncs/sync.resolver.js';
import { TriggerSyncResolver } from './syncs/trigger-sync.resolver.js';
import { UpdateSyncResolver } from './syncs/update-sync.resolver.js';
import { ProviderHealthResolver } from './health/provider-health.resolver.js';
import { SyncLogAlertsResolver } from './health/sync-log-alerts.resolver.js';
import { SyncLogWebhooksResolver } from './webhooks/sync-log-webhooks.resolver.js';
import { ViewerResolver } from './viewer/viewer.resolver.js';
import { IntegrationWebhooksResolver } from './webhooks/integration-webhooks.resolver.js';
import { ReplayWebhookEventResolver } from './webhooks/replay-webhook-event.resolver.js';
import { ReplayWebhookEventsResolver } from './webhooks/replay-webhook-events.resolver.js';
import { WebhookEventsResolver } from './webhooks/webhook-events.resolver.js';

const resolvers: NonEmptyArray<ClassType> = [
  ViewerResolver,
  NodeResolver,
  ProviderResolver,
  ProviderSettingsResolver,
  IntegrationResolver,
  ConnectionStatusResolver,
  ConnectionStatusChangedResolver,
  ConfigureProviderResolver,
  StartOAuthResolver,
  ConnectWithApiKeyResolver,
  DisconnectIntegrationResolver,
  IntegrationRequestsResolver,
  ApiCallResolver,
  RunActionResolver,
  CallProviderResolver,
  IntegrationRecordsResolver,
  RecordResolver,
  IntegrationSyncsResolver,
  ConnectionSyncsResolver,
  ApiCallSyncLogResolver,
  SyncResolver,
  SyncLogResolver,
  RecordSyncLogResolver,
  SyncProgressedResolver,
  RecordsChangedResolver,
  ScheduledJobsResolver,
  TriggerSyncResolver,
  CancelSyncResolver,
  UpdateSyncResolver,
  IntegrationWebhooksResolver,
  SyncLogWebhooksResolver,
  WebhookEventsResolver,
  ReplayWebhookEventResolver,
  ReplayWebhookEventsResolver,
  IntegrationListResolver,
  IntegrationHealthResolver,
  HealthChangedResolver,
  IntegrationHealthHistoryResolver,
  ProviderHealthResolver,
  HealthStateChangeResolver,
  AlertsResolver,
  AlertResolver,
  SyncLogAlertsResolver,
  AlertChangedResolver,
  AcknowledgeAlertResolver,
  OutboundEndpointsResolver,
  OutboundDeliveriesResolver,
  CreateOutboundEndpointResolver,
  UpdateOutboundEndpointResolver,
  RotateOutboundEndpointSecretResolver,
  RemoveOutboundEndpointResolver,
  SendTestEventResolver,
  ReplayOutboundDeliveryResolver,
  ReplayOutboundDeliveriesResolver,
  AuditLogResolver,
  SealingKeysResolver,
];

/**
 * The API of this hub; each model of the providers is a type of its own, each action a mutation.
 * @throws Error at an action that GraphQL has no types for.
 */
export function createSchema(providers: readonly ProviderDefinition[]): GraphQLSchema {
  const models = providers.flatMap((provider) => provider.models);
  const built = buildSchemaSync({
    resolvers,
    orphanedTypes: [
      GenericRecord,
      ...models.map((model) => model.type),
      ...models.filter(({ reading }) => reading !== undefined).map(modelConnection),
    ],
    validate: false,
    // Every subscription brings its own source; type-graphql asks for a pub/sub all the same.
    pubSub: { publish: () => undefined, subscribe: unusedPubSub },
  });
  const userError = built.getType('UserError') as GraphQLObjectType;
  addReading(built, indexPlans(providers));
  const schema = addMutations(built, { ...declaredProviderMutations(built), ...typedActions(providers, userError) });
  tellTypesAtOnce(schema);
  resolveDirectly(schema);
  return schema;
}

/** type-graphql tells the type of a node by a promise, which compiled execution does not wait for. All interfaces are of nodes. */
function tellTypesAtOnce(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type)) type.resolveType = nodeTypeName;
  }
}

function unusedPubSub(): never {
  throw new Error('A subscription lacks its own source.');
}
