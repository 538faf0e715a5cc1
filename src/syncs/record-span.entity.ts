import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import { SyncLogEntity } from './sync-log.entity.js';

/** A stretch of an integration's change feed that one run wrote; it ends where the next begins. */
export const RecordSpanEntity = defineEntity({
  name: 'RecordSpan',
  tableName: 'record_span',
  properties: {
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .primary()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    /** Position of the feed before its first change. */
    sequenceBefore: p.bigint('number').primary(),
    syncLogId: () =>
      p
        .manyToOne(SyncLogEntity)
        .mapToPk()
        .joinColumn('sync_log_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
  },
  indexes: [{ name: 'record_span_sync_log_index', properties: ['syncLogId'] }],
});
