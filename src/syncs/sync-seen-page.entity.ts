import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import { SyncLogEntity } from './sync-log.entity.js';

/**
 * External ids that one page of a full run saw. The sweep at the run's end deletes what no page saw;
 * a row a page, so that unchanged records are not rewritten just to be marked.
 */
export const SyncSeenPageEntity = defineEntity({
  name: 'SyncSeenPage',
  tableName: 'sync_seen_page',
  properties: {
    syncLogId: () =>
      p
        .manyToOne(SyncLogEntity)
        .mapToPk()
        .primary()
        .joinColumn('sync_log_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    page: p.integer().primary(),
    externalIds: p.text().$type<JsonText<string[]>>(),
  },
});
