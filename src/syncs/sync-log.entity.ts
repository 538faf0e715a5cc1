import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import type { Problem } from '../platform/errors/problem.js';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import type { SyncKind, SyncState, SyncTrigger } from './sync-state.js';
import { SyncEntity } from './sync.entity.js';

/** One run of a sync: its story for people, and its checkpoint for the engine. */
export const SyncLogEntity = defineEntity({
  name: 'SyncLog',
  tableName: 'sync_log',
  properties: {
    id: p.text().primary(),
    syncId: () =>
      p
        .manyToOne(SyncEntity)
        .mapToPk()
        .joinColumn('sync_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    model: p.text(),
    kind: p.text().$type<SyncKind>(),
    trigger: p.text().$type<SyncTrigger>(),
    /** User who asked for it; null where nobody did. */
    triggeredBy: p.text().nullable(),
    state: p.text().$type<SyncState>(),
    queuedAt: p.bigint('number'),
    startedAt: p.bigint('number').nullable(),
    finishedAt: p.bigint('number').nullable(),
    pages: p.integer(),
    apiCalls: p.integer(),
    retries: p.integer(),
    added: p.integer(),
    updated: p.integer(),
    deleted: p.integer(),
    unchanged: p.integer(),
    problem: p.text().$type<JsonText<Problem>>().nullable(),
    /** Where a run that stopped goes on: written in the transaction of its page. */
    checkpoint: p.text().$type<JsonText<unknown>>().nullable(),
    /** Fencing token of the process that runs it; null while nobody does. */
    leaseToken: p.text().nullable(),
    leasedUntil: p.bigint('number').nullable(),
    /** How often it was paused in a row without getting a page further. */
    pauses: p.integer(),
    /** Paused until. */
    retryAt: p.bigint('number').nullable(),
    /** When a job was last sent for it; a sweep sends another where none took it. */
    wokenAt: p.bigint('number').nullable(),
    cancelRequestedAt: p.bigint('number').nullable(),
    /** Set where the caller allowed a full run to delete more than half of what is stored. */
    massDeletionAllowedAt: p.bigint('number').nullable(),
  },
  uniques: [
    // One run per sync at a time: the database decides, not the code.
    {
      name: 'sync_log_active_unique',
      properties: ['syncId'],
      where: "state in ('QUEUED', 'RUNNING', 'PAUSED')",
    },
  ],
  indexes: [
    { name: 'sync_log_integration_index', properties: ['integrationId', 'id'] },
    { name: 'sync_log_sync_index', properties: ['syncId', 'id'] },
    { name: 'sync_log_state_index', properties: ['state', 'retryAt'] },
  ],
});
