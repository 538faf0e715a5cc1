import type { SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import { isGiven } from '../platform/graphql/is-given.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { nestedList, type NestedList, type NestedPage } from '../platform/graphql/pagination/nested-list.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Scope } from '../scope.js';
import type { Row, Tables } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { SyncLogFilter } from './sync-log-list.type.js';

export interface SyncLogListRequest {
  first: number;
  after: string | null | undefined;
  filter: SyncLogFilter | null | undefined;
}

export type SyncLogList = NestedList<Row<'sync_log'>, SyncLogFilter, string>;

type SyncLogs = SelectQueryBuilder<Tables, 'sync_log', object>;

const cursors = new Cursors('syncLogs:newest', z.string().startsWith('slog_'));

/** A page of all runs that the viewer may see, newest first. */
export async function listSyncLogs(
  read: VisibleReader,
  request: SyncLogListRequest,
): Promise<Connection<Row<'sync_log'>>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const wanted = selectSyncLogs(read, request.filter ?? {});
  const rows = await selectPage(wanted, first, after).execute();
  return connectionOf(rows, { ...request, first }, () => countRows(wanted));
}

/** A page of one integration's runs, newest first. */
export async function listSyncLogsOf(
  scope: Scope,
  integrationId: string,
  request: SyncLogListRequest,
): Promise<Connection<Row<'sync_log'>>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const list = { parentId: integrationId, filter: request.filter ?? {} };
  const rows = await scope.load.syncLogsOf.pages.load({ ...list, first, after });
  return connectionOf(rows, { ...request, first }, () => scope.load.syncLogsOf.counts.load(list));
}

/** The runs of many integrations at the cost of one. */
export function syncLogListLoader(read: VisibleReader): SyncLogList {
  return nestedList({
    readPages: async (pages) =>
      (await read.all(pages.map((page) => selectNestedPage(read, page)))).map((logs) => logs.toSorted(newestFirst)),
    countRows: (integrationIds, filter) =>
      selectSyncLogs(read, filter)
        .where('sync_log.integrationId', 'in', integrationIds)
        .groupBy('sync_log.integrationId')
        .select(({ fn }) => ['sync_log.integrationId as parentId', fn.countAll<number>().as('count')])
        .execute(),
  });
}

function connectionOf(
  rows: readonly Row<'sync_log'>[],
  { first, after }: SyncLogListRequest,
  count: () => Promise<number>,
): Connection<Row<'sync_log'>> {
  return new Connection<Row<'sync_log'>>({
    rows,
    first,
    after,
    hasPreviousPage: isGiven(after),
    cursorOf: (log) => cursors.encode(log.id),
    nodeOf: (log) => log,
    count,
  });
}

function selectNestedPage(read: VisibleReader, { parentId, filter, first, after }: NestedPage<SyncLogFilter, string>) {
  return selectPage(selectSyncLogs(read, filter).where('sync_log.integrationId', '=', parentId), first, after);
}

function selectPage(logs: SyncLogs, first: number, after: string | null) {
  return (after === null ? logs : logs.where('sync_log.id', '<', after))
    .selectAll('sync_log')
    .orderBy('sync_log.id', 'desc')
    .limit(first + 1);
}

function selectSyncLogs(read: VisibleReader, filter: SyncLogFilter): SyncLogs {
  let query = read.from('sync_log');
  for (const column of ['integrationId', 'model', 'kind', 'state'] as const) {
    const wanted = filter[column];
    if (isGiven(wanted)) query = query.where(`sync_log.${column}`, '=', wanted);
  }
  if (isGiven(filter.startedAfter)) query = query.where('sync_log.startedAt', '>', filter.startedAfter.getTime());
  if (isGiven(filter.startedBefore)) query = query.where('sync_log.startedAt', '<', filter.startedBefore.getTime());
  return query;
}

async function countRows(logs: SyncLogs): Promise<number> {
  const row = await logs.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  return row.count;
}

function newestFirst(a: Row<'sync_log'>, b: Row<'sync_log'>): number {
  return a.id < b.id ? 1 : -1;
}
