import { defineEntity, p } from '@mikro-orm/core';

/** How far the records that a model had before are stored as its list wants them. New ones always are. */
export const RecordIndexEntity = defineEntity({
  name: 'RecordIndex',
  tableName: 'record_index',
  properties: {
    model: p.text().primary(),
    /** Of the plan by which they are stored. */
    stamp: p.text(),
    /** Id of the last record that was looked at; empty at the beginning. */
    filledTo: p.text(),
    /** Null while some may be missing. */
    filledAt: p.bigint('number').nullable(),
  },
});
