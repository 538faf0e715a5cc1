import { sql, type RawBuilder } from 'kysely';
import type { Engine } from './open-database.js';

/** A list of any length as one parameter, for `in`: no limit on parameters, and one statement to prepare. */
export function textList(engine: Engine, values: readonly string[]): RawBuilder<string> {
  return engine === 'sqlite'
    ? sql<string>`(select value from json_each(${JSON.stringify(values)}))`
    : sql<string>`(select unnest(${values}::text[]))`;
}
