import { z } from 'zod';
import { isGiven } from '../platform/graphql/is-given.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { AuditLogFilter } from './audit-entry.type.js';

export interface AuditListRequest {
  first: number;
  after: string | null | undefined;
  filter: AuditLogFilter | null | undefined;
}

const cursors = new Cursors('auditLog:newest', z.string().startsWith('aud_'));

/** A page of the entries that the viewer may see, newest first. */
export async function listAuditEntries(
  read: VisibleReader,
  request: AuditListRequest,
): Promise<Connection<Row<'audit_entry'>>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const wanted = selectEntries(read, request.filter ?? {});
  const rest = after === null ? wanted : wanted.where('audit_entry.id', '<', after);
  return new Connection<Row<'audit_entry'>>({
    rows: await rest
      .selectAll('audit_entry')
      .orderBy('audit_entry.id', 'desc')
      .limit(first + 1)
      .execute(),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: (entry) => cursors.encode(entry.id),
    nodeOf: (entry) => entry,
    async count() {
      const row = await wanted.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      return row.count;
    },
  });
}

function selectEntries(read: VisibleReader, filter: AuditLogFilter) {
  const { integrationId, userId, action, outcome, after, before } = filter;
  let entries = read.from('audit_entry');
  if (isGiven(integrationId)) entries = entries.where('audit_entry.integrationId', '=', integrationId);
  if (isGiven(userId)) entries = entries.where('audit_entry.userId', '=', userId);
  if (isGiven(action)) entries = entries.where('audit_entry.action', '=', action);
  if (isGiven(outcome)) entries = entries.where('audit_entry.outcome', '=', outcome);
  if (isGiven(after)) entries = entries.where('audit_entry.at', '>', after.getTime());
  if (isGiven(before)) entries = entries.where('audit_entry.at', '<', before.getTime());
  return entries;
}
