import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import type { SyncState } from './sync-state.js';

/** One model of one integration, kept in step. Its row, not a job, says when it runs next. */
export const SyncEntity = defineEntity({
  name: 'Sync',
  tableName: 'sync',
  properties: {
    id: p.text().primary(),
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    model: p.text(),
    /** Null for the provider's default. */
    fullSchedule: p.text().nullable(),
    incrementalSchedule: p.text().nullable(),
    /** Set while the schedule is switched off. */
    disabledAt: p.bigint('number').nullable(),
    /** Where the next incremental run begins; null until a full run ended. */
    cursor: p.text().$type<JsonText<unknown>>().nullable(),
    /** State of the latest run; null before the first. */
    state: p.text().$type<SyncState>().nullable(),
    lastSuccessAt: p.bigint('number').nullable(),
    /** When the last successful run began: what changed at the provider since then is not known. */
    lastSuccessStartedAt: p.bigint('number').nullable(),
    /** Null while nothing is scheduled: switched off, or not connected. */
    nextFullAt: p.bigint('number').nullable(),
    nextIncrementalAt: p.bigint('number').nullable(),
    /** Set when the provider told of a change that a run has yet to read; cleared as a run begins. */
    pollWantedAt: p.bigint('number').nullable(),
    /** Records that are not deleted. */
    recordCount: p.integer(),
    createdAt: p.bigint('number'),
  },
  uniques: [{ name: 'sync_integration_model_unique', properties: ['integrationId', 'model'] }],
  indexes: [
    { name: 'sync_next_full_index', properties: ['nextFullAt'] },
    { name: 'sync_next_incremental_index', properties: ['nextIncrementalAt'] },
    { name: 'sync_poll_wanted_index', properties: ['pollWantedAt'] },
  ],
});
