import { defineEntity, p } from '@mikro-orm/core';
import { SyncLogEntity } from '../syncs/sync-log.entity.js';
import { WebhookEventEntity } from './webhook-event.entity.js';

/** The runs that an event led to: its own, or one that many events share. */
export const WebhookEventRunEntity = defineEntity({
  name: 'WebhookEventRun',
  tableName: 'webhook_event_run',
  properties: {
    webhookEventId: () =>
      p
        .manyToOne(WebhookEventEntity)
        .mapToPk()
        .primary()
        .joinColumn('webhook_event_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    syncLogId: () =>
      p
        .manyToOne(SyncLogEntity)
        .mapToPk()
        .primary()
        .joinColumn('sync_log_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
  },
  indexes: [{ name: 'webhook_event_run_log_index', properties: ['syncLogId'] }],
});
