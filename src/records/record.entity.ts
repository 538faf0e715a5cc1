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
    /** Place in the model's own list; null where it has none, or the record is older than the list. */
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
    ...(['live', 'deleted'] as const).flatMap(listIndexes),
    { name: 'record_deleted_index', properties: mutable('deletedAt'), where: 'deleted_at is not null' },
  ],
});

/** The indexes of lists: no record is in those of a state that it is not in, or of a filter that it has no value for. */
function listIndexes(state: 'live' | 'deleted') {
  const condition = state === 'live' ? 'deleted_at is null' : 'deleted_at is not null';
  return [
    {
      name: `record_sort_${state}_index`,
      properties: mutable('integrationId', 'model', 'sortKey', 'id'),
      where: `sort_key is not null and ${condition}`,
    },
    ...FACET_COLUMNS.map((facet) => ({
      name: `record_${facet}_${state}_index`,
      properties: mutable('integrationId', 'model', facet, 'sortKey', 'id'),
      where: `${facet} is not null and ${condition}`,
    })),
  ];
}

function mutable<Name extends string>(...names: Name[]): Name[] {
  return names;
}
