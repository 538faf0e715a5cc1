import type { InferKyselyDB } from '@mikro-orm/sql';
import type { Kysely, Selectable } from 'kysely';
import { OutboundAttemptEntity } from './deliveries/outbound-attempt.entity.js';
import { OutboundDeliveryEntity } from './deliveries/outbound-delivery.entity.js';
import { OutboundEndpointEntity } from './deliveries/outbound-endpoint.entity.js';
import { OutboundEventEntity } from './deliveries/outbound-event.entity.js';
import { AuditEntryEntity } from './audit/audit-entry.entity.js';
import { AlertEntity } from './health/alert.entity.js';
import { HealthBucketEntity } from './health/health-bucket.entity.js';
import { HealthChangeEntity } from './health/health-change.entity.js';
import { HealthFailureEntity } from './health/health-failure.entity.js';
import { HealthEntity } from './health/health.entity.js';
import { IntegrationEntity } from './integrations/integration.entity.js';
import { OAuthAttemptEntity } from './integrations/oauth-attempt.entity.js';
import { ProviderConfigEntity } from './integrations/provider-config.entity.js';
import { RecordFeedEntity } from './records/record-feed.entity.js';
import { RecordGoneEntity } from './records/record-gone.entity.js';
import { RecordEntity } from './records/record.entity.js';
import { RecordIndexEntity } from './records/reading/record-index.entity.js';
import { ActionRunEntity } from './requests/action-run.entity.js';
import { ApiCallEntity } from './requests/api-call.entity.js';
import { QuotaEntity } from './requests/quota.entity.js';
import { RecordSpanEntity } from './syncs/record-span.entity.js';
import { SyncLogEntity } from './syncs/sync-log.entity.js';
import { SyncSeenPageEntity } from './syncs/sync-seen-page.entity.js';
import { SyncEntity } from './syncs/sync.entity.js';
import { WebhookSubscriptionEntity } from './webhooks/subscriptions/webhook-subscription.entity.js';
import { WebhookEventIntegrationEntity } from './webhooks/webhook-event-integration.entity.js';
import { WebhookEventRunEntity } from './webhooks/webhook-event-run.entity.js';
import { WebhookEventEntity } from './webhooks/webhook-event.entity.js';

/** Every table of the hub. */
export const entities = [
  ProviderConfigEntity,
  IntegrationEntity,
  OAuthAttemptEntity,
  ApiCallEntity,
  QuotaEntity,
  ActionRunEntity,
  RecordEntity,
  RecordFeedEntity,
  RecordGoneEntity,
  RecordIndexEntity,
  SyncEntity,
  SyncLogEntity,
  RecordSpanEntity,
  SyncSeenPageEntity,
  WebhookEventEntity,
  WebhookEventIntegrationEntity,
  WebhookEventRunEntity,
  WebhookSubscriptionEntity,
  HealthEntity,
  HealthBucketEntity,
  HealthChangeEntity,
  HealthFailureEntity,
  AlertEntity,
  OutboundEndpointEntity,
  OutboundEventEntity,
  OutboundDeliveryEntity,
  OutboundAttemptEntity,
  AuditEntryEntity,
];

/** The tables as Kysely sees them: names in camelCase here, in snake_case in the database. */
export type Tables = InferKyselyDB<
  (typeof entities)[number],
  { columnNamingStrategy: 'property'; tableNamingStrategy: 'table' }
>;

/** Set-based access to all tables. System code only: what a viewer asked for goes through `VisibleReader`. */
export type Db = Kysely<Tables>;

/** A row of a table as it is read. */
export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
