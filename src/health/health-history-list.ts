import { z } from 'zod';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { nestedList, type NestedList, type NestedPage } from '../platform/graphql/pagination/nested-list.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

type NoFilter = Record<string, never>;

export type HealthHistoryList = NestedList<Row<'health_change'>, NoFilter, string>;

const cursors = new Cursors('healthHistory:newest', z.string().startsWith('hch_'));

/** A page of the states of health that an integration came into, newest first. */
export async function listHealthHistory(
  scope: Scope,
  integrationId: string,
  request: { first: number; after: string | null | undefined },
): Promise<Connection<Row<'health_change'>>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const list = { parentId: integrationId, filter: {} };
  return new Connection<Row<'health_change'>>({
    rows: await scope.load.healthHistoryOf.pages.load({ ...list, first, after }),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: (change) => cursors.encode(change.id),
    nodeOf: (change) => change,
    count: () => scope.load.healthHistoryOf.counts.load(list),
  });
}

/** The changes of many integrations at the cost of one. */
export function healthHistoryLoader(read: VisibleReader): HealthHistoryList {
  return nestedList({
    readPages: async (pages) =>
      (await read.all(pages.map((page) => selectPage(read, page)))).map((changes) =>
        changes.toSorted((one, other) => (one.id < other.id ? 1 : -1)),
      ),
    countRows: (integrationIds) =>
      read
        .from('health_change')
        .where('health_change.integrationId', 'in', integrationIds)
        .groupBy('health_change.integrationId')
        .select(({ fn }) => ['health_change.integrationId as parentId', fn.countAll<number>().as('count')])
        .execute(),
  });
}

function selectPage(read: VisibleReader, page: NestedPage<NoFilter, string>) {
  const changes = read.from('health_change').where('health_change.integrationId', '=', page.parentId);
  return (page.after === null ? changes : changes.where('health_change.id', '<', page.after))
    .selectAll('health_change')
    .orderBy('health_change.id', 'desc')
    .limit(page.first + 1);
}
