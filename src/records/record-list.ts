import { sql, type SelectQueryBuilder } from 'kysely';
import { HubError } from '../platform/errors/hub-error.js';
import { isGiven } from '../platform/graphql/is-given.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { nestedList, type NestedList, type NestedPage } from '../platform/graphql/pagination/nested-list.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Scope } from '../scope.js';
import type { Row, Tables } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import { recordCursors } from './record-cursors.js';
import type { RecordFilter } from './record-list.type.js';
import { typedRecord } from './record-types.js';
import type { RecordType } from './record.type.js';

export interface RecordListRequest {
  first: number;
  after: string | null | undefined;
  filter: RecordFilter | null | undefined;
  /** What changed last first. */
  reverse: boolean;
}

interface Wanted {
  filter: RecordFilter;
  reverse: boolean;
}

export type RecordList = NestedList<Row<'record'>, Wanted, number>;

type Records = SelectQueryBuilder<Tables, 'record', object>;

const MAX_EXTERNAL_IDS = 100;
const MAX_SEARCH_LENGTH = 200;
/** Records that a search looks at: on SQLite everybody waits meanwhile, a tenth of a second for as many. */
const SEARCHED = 50_000;

/** A page of an integration's change feed: what changed longest ago first, unless it is asked for in reverse. */
export async function listRecords(
  scope: Scope,
  integrationId: string,
  request: RecordListRequest,
): Promise<Connection<Row<'record'>, RecordType>> {
  const cursors = recordCursors(integrationId);
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const wanted: Wanted = { filter: checkFilter(request.filter ?? {}), reverse: request.reverse };
  const list = { parentId: integrationId, filter: wanted };
  return new Connection<Row<'record'>, RecordType>({
    rows: await scope.load.recordsOf.pages.load({ ...list, first, after }),
    first,
    after: request.after,
    hasPreviousPage: after !== null && after > 0,
    cursorOf: (record) => cursors.encode(record.sequence),
    nodeOf: (record) => typedRecord(scope.services.providers, record),
    count: () => scope.load.recordsOf.counts.load(list),
  });
}

/** The records of many integrations at the cost of one. */
export function recordListLoader(read: VisibleReader): RecordList {
  return nestedList({
    readPages: async (pages) =>
      (await read.all(pages.map((page) => selectPage(read, page)))).map((records, index) =>
        records.toSorted(pages[index]?.filter.reverse === true ? lastFirst : firstFirst),
      ),
    countRows: (integrationIds, { filter }) =>
      selectRecords(read, integrationIds, filter)
        .groupBy('record.integrationId')
        .select(({ fn }) => ['record.integrationId as parentId', fn.countAll<number>().as('count')])
        .execute(),
  });
}

function selectPage(read: VisibleReader, { parentId, filter: wanted, first, after }: NestedPage<Wanted, number>) {
  const { filter, reverse } = wanted;
  const records = selectRecords(read, [parentId], filter);
  return (after === null ? records : records.where('record.sequence', reverse ? '<' : '>', after))
    .selectAll('record')
    .orderBy('record.sequence', reverse ? 'desc' : 'asc')
    .limit(first + 1);
}

function selectRecords(read: VisibleReader, integrationIds: readonly string[], filter: RecordFilter): Records {
  const search = filter.search?.trim() ?? '';
  let query = search === '' ? selectOf(read, integrationIds) : selectFound(read, integrationIds, filter, search);
  if (isGiven(filter.model)) query = query.where('record.model', '=', filter.model);
  if (isGiven(filter.externalIds)) query = whereExternalId(query, filter.externalIds);
  if (filter.includeDeleted !== true) query = query.where('record.deletedAt', 'is', null);
  if (isGiven(filter.changedAfter)) query = query.where('record.changedAt', '>', filter.changedAfter.getTime());
  return query;
}

/** A condition of one is read in the order of an index, which a list of one is not. */
function selectOf(read: VisibleReader, integrationIds: readonly string[]): Records {
  const records = read.from('record');
  const [only, ...others] = integrationIds;
  return only !== undefined && others.length === 0
    ? records.where('record.integrationId', '=', only)
    : records.where('record.integrationId', 'in', integrationIds);
}

/** Of the records that changed last. Data is kept as JSON: what is looked for is escaped as it is there. */
function selectFound(
  read: VisibleReader,
  integrationIds: readonly string[],
  filter: RecordFilter,
  search: string,
): Records {
  const escaped = JSON.stringify(search)
    .slice(1, -1)
    .replace(/[\\%_]/g, '\\$&');
  const pattern = `%${escaped}%`;
  const holds = (column: 'data' | 'externalId') =>
    sql<boolean>`lower(${sql.ref(`record.${column}`)}) like lower(${pattern}) escape '\\'`;
  return read
    .from('record')
    .where(({ eb, or, and, fn, lit }) =>
      or(
        integrationIds.map((id) =>
          and([
            eb('record.integrationId', '=', id),
            eb('record.sequence', '>', fn.coalesce(lastUnsearched(read, id, filter), lit(0))),
          ]),
        ),
      ),
    )
    .where(({ or }) => or([holds('data'), holds('externalId')]));
}

/** The record after which a search begins; none where all are searched. */
function lastUnsearched(read: VisibleReader, integrationId: string, { model }: RecordFilter) {
  const records = read.from('record').where('record.integrationId', '=', integrationId);
  return (isGiven(model) ? records.where('record.model', '=', model) : records)
    .select('record.sequence')
    .orderBy('record.sequence', 'desc')
    .offset(SEARCHED)
    .limit(1);
}

/** None of no ids: an empty IN is not SQL. */
function whereExternalId(records: Records, externalIds: readonly string[]): Records {
  return externalIds.length === 0
    ? records.where(({ lit }) => lit(false))
    : records.where('record.externalId', 'in', externalIds);
}

function checkFilter(filter: RecordFilter): RecordFilter {
  if ((filter.externalIds?.length ?? 0) > MAX_EXTERNAL_IDS) {
    throw new HubError('BAD_INPUT', `Ask for at most ${MAX_EXTERNAL_IDS} externalIds at a time.`);
  }
  if ((filter.search?.length ?? 0) > MAX_SEARCH_LENGTH) {
    throw new HubError('BAD_INPUT', `Search for at most ${MAX_SEARCH_LENGTH} characters.`);
  }
  return filter;
}

function firstFirst(a: Row<'record'>, b: Row<'record'>): number {
  return a.sequence - b.sequence;
}

function lastFirst(a: Row<'record'>, b: Row<'record'>): number {
  return b.sequence - a.sequence;
}
