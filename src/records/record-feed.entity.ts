import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';

/**
 * Last number given in an integration's change feed. A transaction that writes records raises it
 * first and so holds its row lock until commit: numbers become visible in their order, and a client
 * that keeps the last one it read misses nothing.
 */
export const RecordFeedEntity = defineEntity({
  name: 'RecordFeed',
  tableName: 'record_feed',
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
    lastSequence: p.bigint('number'),
  },
});
