import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';

/** An object that the hub never had, and that a webhook said is deleted: what comes late of it stays out. */
export const RecordGoneEntity = defineEntity({
  name: 'RecordGone',
  tableName: 'record_gone',
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
    model: p.text().primary(),
    externalId: p.text().primary(),
    version: p.bigint('number'),
    at: p.bigint('number'),
  },
  indexes: [{ name: 'record_gone_at_index', properties: ['at'] }],
});
