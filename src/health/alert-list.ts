import { z } from 'zod';
import { isGiven } from '../platform/graphql/is-given.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { AlertState } from './alert-state.js';

export interface AlertListRequest {
  first: number;
  after: string | null | undefined;
  state: AlertState | null | undefined;
}

const cursors = new Cursors('alerts:newest', z.string().startsWith('alrt_'));

/** A page of the alerts that the viewer may see, newest first. */
export async function listAlerts(read: VisibleReader, request: AlertListRequest): Promise<Connection<Row<'alert'>>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const wanted = selectAlerts(read, request.state);
  const rest = after === null ? wanted : wanted.where('alert.id', '<', after);
  return new Connection<Row<'alert'>>({
    rows: await rest
      .selectAll('alert')
      .orderBy('alert.id', 'desc')
      .limit(first + 1)
      .execute(),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: (alert) => cursors.encode(alert.id),
    nodeOf: (alert) => alert,
    async count() {
      const row = await wanted.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      return row.count;
    },
  });
}

function selectAlerts(read: VisibleReader, state: AlertState | null | undefined) {
  const alerts = read.from('alert');
  return isGiven(state) ? alerts.where('alert.state', '=', state) : alerts;
}
