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
import type { WebhookEventFilter } from './webhook-event.type.js';

type Event = Row<'webhook_event'>;
type Events = SelectQueryBuilder<Tables, 'webhook_event', object>;
type EventOfIntegration = Event & { integrationId: string };

export type WebhookEventList = NestedList<EventOfIntegration, null, string>;

interface PageRequest {
  first: number;
  after: string | null | undefined;
}

const cursors = new Cursors('webhookEvents:newest', z.string().startsWith('whe_'));

/** A page of all events that the viewer may see, newest first. */
export async function listWebhookEvents(
  read: VisibleReader,
  request: PageRequest & { filter: WebhookEventFilter | null | undefined },
): Promise<Connection<Event>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const wanted = selectEvents(read, request.filter ?? {});
  const rows = await (after === null ? wanted : wanted.where('webhook_event.id', '<', after))
    .selectAll('webhook_event')
    .orderBy('webhook_event.id', 'desc')
    .limit(first + 1)
    .execute();
  return connectionOf(rows, { ...request, first }, async () => {
    const row = await wanted.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    return row.count;
  });
}

/** A page of the events that concern one integration, newest first. */
export async function listWebhookEventsOf(
  scope: Scope,
  integrationId: string,
  request: PageRequest,
): Promise<Connection<Event>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const list = { parentId: integrationId, filter: null };
  const rows = await scope.load.webhookEventsOf.pages.load({ ...list, first, after });
  return connectionOf(rows, { ...request, first }, () => scope.load.webhookEventsOf.counts.load(list));
}

/** The events of many integrations at the cost of one. */
export function webhookEventListLoader(read: VisibleReader): WebhookEventList {
  return nestedList({
    readPages: async (pages) =>
      (await read.all(pages.map((page) => selectNestedPage(read, page)))).map((events) => events.toSorted(newestFirst)),
    countRows: (integrationIds) =>
      read
        .from('webhook_event_integration')
        .where('webhook_event_integration.integrationId', 'in', integrationIds)
        .groupBy('webhook_event_integration.integrationId')
        .select(({ fn }) => ['webhook_event_integration.integrationId as parentId', fn.countAll<number>().as('count')])
        .execute(),
  });
}

/** Events that have all of what is given. */
export function selectEvents(read: VisibleReader, filter: WebhookEventFilter): Events {
  let query = read.from('webhook_event');
  if (isGiven(filter.providerId)) query = query.where('webhook_event.providerId', '=', filter.providerId);
  if (isGiven(filter.state)) query = query.where('webhook_event.state', '=', filter.state);
  if (isGiven(filter.receivedAfter)) {
    query = query.where('webhook_event.receivedAt', '>', filter.receivedAfter.getTime());
  }
  if (isGiven(filter.receivedBefore)) {
    query = query.where('webhook_event.receivedAt', '<', filter.receivedBefore.getTime());
  }
  return query;
}

function selectNestedPage(read: VisibleReader, { parentId, first, after }: NestedPage<null, string>) {
  const links = read
    .from('webhook_event_integration')
    .innerJoin('webhook_event', 'webhook_event.id', 'webhook_event_integration.webhookEventId')
    .where('webhook_event_integration.integrationId', '=', parentId);
  return (after === null ? links : links.where('webhook_event_integration.webhookEventId', '<', after))
    .selectAll('webhook_event')
    .select('webhook_event_integration.integrationId')
    .orderBy('webhook_event_integration.webhookEventId', 'desc')
    .limit(first + 1);
}

function connectionOf(rows: readonly Event[], { first, after }: PageRequest, count: () => Promise<number>) {
  return new Connection<Event>({
    rows,
    first,
    after,
    hasPreviousPage: isGiven(after),
    cursorOf: (event) => cursors.encode(event.id),
    nodeOf: (event) => event,
    count,
  });
}

function newestFirst(a: Event, b: Event): number {
  return a.id < b.id ? 1 : -1;
}
