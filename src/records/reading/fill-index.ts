import { sql } from 'kysely';
import { fromJson } from '../../platform/database/json-text.js';
import { transact } from '../../platform/database/transact.js';
import type { Db, Row } from '../../tables.js';
import { FACET_COLUMNS, type IndexValues } from './index-columns.js';
import type { IndexPlan, IndexPlans } from './index-plan.js';
import { listKey } from './list-key.js';
import { findUnfilled, noteFilled } from './index-state.js';

/** Records that are looked at between two commits: others wait for milliseconds only. */
const LOOKED_AT_ONCE = 1_000;

/**
 * Stores, of some records that were there before their model's list, what it is sorted and filtered by.
 * Goes through the records in the order of their ids and keeps its place, so that it goes on after a stop.
 * @returns whether there may be more.
 */
export async function fillSome(db: Db, plans: IndexPlans, now: number): Promise<boolean> {
  const unfilled = await findUnfilled(db, plans);
  if (unfilled === null) return false;
  const { plans: open, after } = unfilled;
  const looked = db
    .selectFrom('record')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(LOOKED_AT_ONCE)
    .as('looked');
  const { last } = await db
    .selectFrom(looked)
    .select(({ fn }) => fn.max('looked.id').as('last'))
    .executeTakeFirstOrThrow();
  if (last !== null) await fillBetween(db, open, after, last);
  await noteFilled(db, open, last, now);
  return last !== null;
}

async function fillBetween(db: Db, plans: readonly IndexPlan[], after: string, last: string): Promise<void> {
  const byModel = new Map(plans.map((plan) => [plan.model, plan]));
  const records = await db
    .selectFrom('record')
    .select(['id', 'integrationId', 'model', 'data', 'sequence', 'deletedAt', 'listKey', 'sortKey', ...FACET_COLUMNS])
    .where('id', '>', after)
    .where('id', '<=', last)
    .where('model', 'in', [...byModel.keys()])
    .execute();
  const different = records.flatMap((record) => {
    const list = listKey(record.integrationId, record.model, record.deletedAt !== null);
    const values = byModel.get(record.model)?.valuesOf(list, fromJson(record.data));
    return values === undefined || isStored(record, values) ? [] : [{ ...record, values }];
  });
  if (different.length > 0) await storeValues(db, different);
}

type Stored = Pick<Row<'record'>, 'listKey' | 'sortKey' | (typeof FACET_COLUMNS)[number]>;

function isStored(record: Stored, { listKey: list, sortKey, facets }: IndexValues): boolean {
  if (record.listKey !== list || record.sortKey !== sortKey) return false;
  return FACET_COLUMNS.every((column, place) => record[column] === facets[place]);
}

/** One that has changed meanwhile, and its values with it, has another place in the change feed and is left alone. */
async function storeValues(
  db: Db,
  records: readonly { id: string; sequence: number; values: IndexValues }[],
): Promise<void> {
  const rows = records.map(({ id, sequence, values }) => {
    const texts = sql.join(values.facets.map((facet) => sql`cast(${facet} as text)`));
    return sql`(${id}, cast(${sequence} as bigint), cast(${values.listKey} as bigint), cast(${values.sortKey} as bigint), ${texts})`;
  });
  const names = sql.join(FACET_COLUMNS.map((column) => sql.ref(column)));
  const changes = sql.join(FACET_COLUMNS.map((column) => sql`${sql.ref(column)} = filled.${sql.ref(column)}`));
  await transact(db, (trx) =>
    sql`
      with filled (id, sequence, list_key, sort_key, ${names}) as (values ${sql.join(rows)})
      update record set list_key = filled.list_key, sort_key = filled.sort_key, ${changes}
      from filled where record.id = filled.id and record.sequence = filled.sequence
    `.execute(trx),
  );
}
