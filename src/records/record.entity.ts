import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import { FACET_COLUMNS } from './reading/index-columns.js';

/** A synced object. A deleted one stays as a tombstone, so that a client that was away learns of it. */
export const RecordEntity = defineEntity({
  name: 'Record',
  tableName: 'record',
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
    externalId: p.text(),
    data: p.text().$type<JsonText<unknown>>(),
    /** Hash of the canonical JSON: the same object with another key order is not a change. */
    hash: p.text(),
    /** Orders the states of the object as its provider does; null where nothing says so. */
    version: p.bigint('number').nullable(),
    /** When a webhook last wrote it: a full run that was under way cannot have missed it. */
    toldAt: p.bigint('number').nullable(),
    /** 1 when it was added or came back from a tombstone, then one more with each change. */
    revision: p.integer(),
    /** Place in the integration's change feed; every change moves the record to its end. */
    sequence: p.bigint('number'),
    firstSeenAt: p.bigint('number'),
    changedAt: p.bigint('number'),
    deletedAt: p.bigint('number').nullable(),
    /** Which list it stands in; null where its model has none, or the record is older than the list. */
    listKey: p.bigint('number').nullable(),
    /** Its place there. */
    sortKey: p.bigint('number').nullable(),
    /** What the list is filtered by, in the order of its filters. */
    facet1: p.text().nullable(),
    facet2: p.text().nullable(),
    facet3: p.text().nullable(),
    facet4: p.text().nullable(),
  },
  uniques: [{ name: 'record_external_id_unique', properties: ['integrationId', 'model', 'externalId'] }],
  indexes: [
    { name: 'record_sequence_index', properties: ['integrationId', 'sequence'] },
    { name: 'record_model_sequence_index', properties: ['integrationId', 'model', 'sequence'] },
    { name: 'record_list_index', properties: ['listKey', 'sortKey', 'id'], where: 'list_key is not null' },
    ...FACET_COLUMNS.map((facet) => ({
      name: `record_${facet}_index`,
      properties: ['listKey' as const, facet, 'sortKey' as const, 'id' as const],
      where: `${facet} is not null`,
    })),
  ],
});
