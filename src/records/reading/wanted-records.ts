import { sql, type SelectQueryBuilder } from 'kysely';
import type { Row, Tables } from '../../tables.js';
import type { VisibleReader } from '../../viewer/visible-reader.js';
import type { WantedRecords } from './list-request.js';

/** Place of a record in its list. */
export type ListKey = [sortKey: number, id: string];

export interface PageWanted {
  includeDeleted: boolean;
  after: ListKey | null;
  /** Rows at most. */
  limit: number;
}

/** A page of a model's list by one statement, which reads no more rows than it gives, however many there are. */
export async function readPage(read: VisibleReader, wanted: WantedRecords, page: PageWanted): Promise<Row<'record'>[]> {
  const queries = statesOf(page).map((isDeleted) => selectPage(read, wanted, page, isDeleted));
  const rows = (await read.all(queries)).flat();
  return rows.toSorted(comparerOf(wanted)).slice(0, page.limit);
}

/** How many records the whole list has. */
export async function countWanted(
  read: VisibleReader,
  wanted: WantedRecords,
  page: Pick<PageWanted, 'includeDeleted'>,
): Promise<number> {
  const queries = statesOf(page).map((isDeleted) =>
    select(read, wanted, isDeleted).select(({ fn }) => fn.countAll<number>().as('count')),
  );
  return (await read.all(queries)).flat().reduce((sum, { count }) => sum + count, 0);
}

/** Live records and tombstones are read apart: each has an index in the order of the list. */
function statesOf({ includeDeleted }: Pick<PageWanted, 'includeDeleted'>): boolean[] {
  return includeDeleted ? [false, true] : [false];
}

function selectPage(read: VisibleReader, wanted: WantedRecords, { after, limit }: PageWanted, isDeleted: boolean) {
  const direction = wanted.direction === 'ASC' ? 'asc' : 'desc';
  const rows = select(read, wanted, isDeleted);
  const rest =
    after === null
      ? rows
      : rows.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('record.sortKey', 'record.id'), direction === 'asc' ? '>' : '<', tuple(...after)),
        );
  return rest.selectAll('record').orderBy('record.sortKey', direction).orderBy('record.id', direction).limit(limit);
}

function select(
  read: VisibleReader,
  { integrationId, model, facets, times }: WantedRecords,
  isDeleted: boolean,
): SelectQueryBuilder<Tables, 'record', object> {
  let rows = read
    .from('record')
    .where('record.integrationId', '=', integrationId)
    .where('record.model', '=', model)
    .where('record.sortKey', 'is not', null)
    .where('record.deletedAt', isDeleted ? 'is not' : 'is', null);
  const [first, ...others] = facets;
  if (first !== undefined) rows = rows.where(`record.${first.column}`, '=', first.text);
  // Hidden from the planner, which on SQLite does not know that the first finds less.
  for (const { column, text } of others)
    rows = rows.where(sql`coalesce(${sql.ref(`record.${column}`)}, '')`, '=', text);
  if (times !== null) rows = rows.where('record.sortKey', '>=', times.from).where('record.sortKey', '<', times.until);
  return rows;
}

function comparerOf({ direction }: WantedRecords) {
  const sign = direction === 'ASC' ? 1 : -1;
  return (one: Row<'record'>, other: Row<'record'>) => {
    const apart = Number(one.sortKey) - Number(other.sortKey) || (one.id < other.id ? -1 : 1);
    return sign * apart;
  };
}
