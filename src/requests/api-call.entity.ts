import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';

/** One HTTP exchange with a provider. Written in batches, off the hot path. */
export const ApiCallEntity = defineEntity({
  name: 'ApiCall',
  tableName: 'api_call',
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
    method: p.text(),
    /** Path without query and without secrets. */
    endpoint: p.text(),
    /** 0 where no answer came. */
    statusCode: p.integer(),
    durationMs: p.integer(),
    attempt: p.integer(),
    error: p.text().nullable(),
    syncLogId: p.text().nullable(),
    at: p.bigint('number'),
  },
  indexes: [
    { name: 'api_call_integration_index', properties: ['integrationId', 'id'] },
    { name: 'api_call_at_index', properties: ['at'] },
    {
      name: 'api_call_sync_log_index',
      properties: ['syncLogId', 'id'],
      where: 'sync_log_id is not null',
    },
  ],
});
