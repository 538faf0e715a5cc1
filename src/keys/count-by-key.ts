import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql, type Expression } from 'kysely';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db } from '../tables.js';
import type { SealedPlace } from './sealed-places.js';

export interface CountingMeans {
  db: Db;
  sealer: Sealer;
  /** Rows that one statement looks at, so that others wait for milliseconds only. */
  portion: number;
}

/** Values by the place of their key among the hub's; null for keys that it was not given. */
export type CountsByKey = ReadonlyMap<number | null, number>;

interface PortionCount {
  keyIndex: number | null;
  amount: number;
  /** Key of the portion's last row. */
  last: string;
}

/** Looks at how each value of a column begins, portion by portion; between two everybody else has a turn. */
export async function countByKey(place: SealedPlace, means: CountingMeans): Promise<CountsByKey> {
  const counts = new Map<number | null, number>();
  let after = '';
  for (;;) {
    const rows = await countPortion(place, means, after);
    for (const { keyIndex, amount } of rows) counts.set(keyIndex, (counts.get(keyIndex) ?? 0) + amount);
    const [first] = rows;
    if (first === undefined) return counts;
    after = first.last;
    await nextTurn();
  }
}

async function countPortion(
  { table, key, column }: SealedPlace,
  { db, sealer, portion }: CountingMeans,
  after: string,
): Promise<PortionCount[]> {
  const [id, sealed] = [sql.ref(key), sql.ref<string | null>(column)];
  const values = sql`select ${id} as row_key, ${indexOfKey(sealed, sealer)} as key_index from ${sql.table(table)}
    where ${sealed} is not null and ${id} > ${after} order by ${id} limit ${sql.lit(portion)}`;
  const { rows } = await sql<PortionCount>`
    select key_index, count(*) as amount, max(max(row_key)) over () as last from (${values}) as portion
    group by key_index`.execute(db);
  return rows;
}

function indexOfKey(sealed: Expression<string | null>, { beginnings }: Sealer) {
  const cases = beginnings.map(
    ({ beginning }, index) =>
      sql`when substr(${sealed}, 1, ${sql.lit(beginning.length)}) = ${beginning} then ${sql.lit(index)}`,
  );
  return sql`case ${sql.join(cases, sql` `)} end`;
}
