import { z } from 'zod';
import { HubError } from '../platform/errors/hub-error.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

type Endpoint = Row<'outbound_endpoint'>;

const cursors = new Cursors('outboundEndpoints:newest', z.string().startsWith('oend_'));

/** A page of the endpoints that the viewer may see, newest first. */
export async function listEndpoints(
  read: VisibleReader,
  request: { first: number; after: string | null | undefined },
): Promise<Connection<Endpoint>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const all = read.from('outbound_endpoint');
  const rest = after === null ? all : all.where('outbound_endpoint.id', '<', after);
  return new Connection<Endpoint>({
    rows: await rest
      .selectAll('outbound_endpoint')
      .orderBy('outbound_endpoint.id', 'desc')
      .limit(first + 1)
      .execute(),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: ({ id }) => cursors.encode(id),
    nodeOf: (endpoint) => endpoint,
    async count() {
      const row = await all.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      return row.count;
    },
  });
}

/** Undefined where the viewer sees no such endpoint. */
export function readEndpoint(read: VisibleReader, id: string): Promise<Endpoint | undefined> {
  return read
    .from('outbound_endpoint')
    .selectAll('outbound_endpoint')
    .where('outbound_endpoint.id', '=', id)
    .executeTakeFirst();
}

/** @throws HubError NOT_FOUND where the viewer sees no such endpoint. */
export async function findEndpoint(read: VisibleReader, id: string): Promise<Endpoint> {
  const found = await readEndpoint(read, id);
  if (found !== undefined) return found;
  throw new HubError('NOT_FOUND', `There is no outbound endpoint ${id.slice(0, 60)}.`, {
    field: ['input', 'endpointId'],
  });
}
