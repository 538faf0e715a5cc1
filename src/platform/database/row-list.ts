import { sql, type RawBuilder } from 'kysely';
import type { Engine } from './open-database.js';

type Value = string | number | null;

/**
 * Rows to select from, given as few parameters: `from ${rowList(…)}` in Kysely's `sql`. The statement is the same
 * for any number of rows, and takes a fraction of the time that one with a parameter for each value takes to make.
 * @param columns their names in the statement, with their types there; the names are never input.
 * @param rows values in the order of the columns.
 */
export function rowList(
  engine: Engine,
  columns: Readonly<Record<string, 'text' | 'bigint'>>,
  rows: readonly (readonly Value[])[],
): RawBuilder<unknown> {
  return engine === 'sqlite' ? forSqlite(Object.keys(columns), rows) : forPostgres(columns, rows);
}

function forSqlite(names: readonly string[], rows: readonly (readonly Value[])[]): RawBuilder<unknown> {
  const selected = names.map((name, index) => `value ->> ${index} as ${name}`).join(', ');
  return sql`(select ${sql.raw(selected)} from json_each(${JSON.stringify(rows)})) as given`;
}

function forPostgres(
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly Value[])[],
): RawBuilder<unknown> {
  const lists = Object.values(columns).map((type, index) => {
    const values = rows.map((row) => row[index] ?? null);
    return sql`${values}::${sql.raw(type)}[]`;
  });
  return sql`unnest(${sql.join(lists)}) as given (${sql.raw(Object.keys(columns).join(', '))})`;
}
