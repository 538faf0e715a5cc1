import { sql, type SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import { isGiven } from '../platform/graphql/is-given.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { nestedList, type NestedList, type NestedPage } from '../platform/graphql/pagination/nested-list.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Scope } from '../scope.js';
import type { Row, Tables } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { ApiCallFilter } from './api-call.type.js';

export interface ApiCallListRequest {
  first: number;
  after: string | null | undefined;
  filter: ApiCallFilter | null | undefined;
}

export type ApiCallList = NestedList<Row<'api_call'>, ApiCallFilter, string>;

const cursors = new Cursors('apiCalls:newest', z.string().startsWith('call_'));

/** A page of an integration's calls, newest first. */
export function listApiCalls(
  { load }: Scope,
  integrationId: string,
  request: ApiCallListRequest,
): Promise<Connection<Row<'api_call'>>> {
  return listCalls(load.apiCallsOf, integrationId, request);
}

/** A page of the calls that a run made, newest first. */
export function listApiCallsOfRun(
  { load }: Scope,
  syncLogId: string,
  request: ApiCallListRequest,
): Promise<Connection<Row<'api_call'>>> {
  return listCalls(load.apiCallsOfRun, syncLogId, request);
}

async function listCalls(
  calls: ApiCallList,
  parentId: string,
  request: ApiCallListRequest,
): Promise<Connection<Row<'api_call'>>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const list = { parentId, filter: request.filter ?? {} };
  return new Connection<Row<'api_call'>>({
    rows: await calls.pages.load({ ...list, first, after }),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: (call) => cursors.encode(call.id),
    nodeOf: (call) => call,
    count: () => calls.counts.load(list),
  });
}

/** The calls of many integrations, or of many runs, at the cost of one. */
export function apiCallListLoader(read: VisibleReader, by: 'integrationId' | 'syncLogId'): ApiCallList {
  return nestedList({
    readPages: async (pages) =>
      (await read.all(pages.map((page) => selectPage(read, by, page)))).map((calls) => calls.toSorted(newestFirst)),
    countRows: (parentIds, filter) =>
      selectApiCalls(read, filter)
        .where(`api_call.${by}`, 'in', parentIds)
        .groupBy(`api_call.${by}`)
        .select(({ fn, ref }) => [
          sql<string>`${ref(`api_call.${by}`)}`.as('parentId'),
          fn.countAll<number>().as('count'),
        ])
        .execute(),
  });
}

function selectPage(read: VisibleReader, by: 'integrationId' | 'syncLogId', page: NestedPage<ApiCallFilter, string>) {
  const calls = selectApiCalls(read, page.filter).where(`api_call.${by}`, '=', page.parentId);
  return (page.after === null ? calls : calls.where('api_call.id', '<', page.after))
    .selectAll('api_call')
    .orderBy('api_call.id', 'desc')
    .limit(page.first + 1);
}

function selectApiCalls(read: VisibleReader, filter: ApiCallFilter): SelectQueryBuilder<Tables, 'api_call', object> {
  let query = read.from('api_call');
  if (filter.failedOnly === true) query = query.where('api_call.error', 'is not', null);
  if (isGiven(filter.after)) query = query.where('api_call.at', '>', filter.after.getTime());
  return query;
}

function newestFirst(a: Row<'api_call'>, b: Row<'api_call'>): number {
  return a.id < b.id ? 1 : -1;
}
