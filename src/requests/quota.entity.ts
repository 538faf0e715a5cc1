import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';

/** What the provider last said of its own rate limit for an integration. */
export const QuotaEntity = defineEntity({
  name: 'Quota',
  tableName: 'quota',
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
    callLimit: p.integer().nullable(),
    remaining: p.integer().nullable(),
    resetsAt: p.bigint('number').nullable(),
    updatedAt: p.bigint('number'),
  },
});
