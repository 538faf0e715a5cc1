import { z } from 'zod';
import { isGiven } from '../platform/graphql/is-given.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { nestedList, type NestedList } from '../platform/graphql/pagination/nested-list.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import { loadRowByKey, loadRowsByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { OutboundDeliveryFilter } from './outbound-delivery.type.js';

/** A delivery with what its event is. */
export type Delivery = Row<'outbound_delivery'> & { eventType: string; payload: string };

export type DeliveryLoader = KeyLoader<Delivery | null>;
export type DeliveryList = NestedList<Delivery, OutboundDeliveryFilter, string>;
/** By delivery id. */
export type AttemptsLoader = KeyLoader<readonly Row<'outbound_attempt'>[]>;

const cursors = new Cursors('outboundDeliveries:newest', z.string().startsWith('odel_'));

export interface DeliveryListRequest {
  first: number;
  after: string | null | undefined;
  filter: OutboundDeliveryFilter | null | undefined;
}

/** A page of an endpoint's deliveries, newest first. */
export async function listDeliveries(
  { load }: Scope,
  endpointId: string,
  request: DeliveryListRequest,
): Promise<Connection<Delivery>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const list = { parentId: endpointId, filter: request.filter ?? {} };
  return new Connection<Delivery>({
    rows: await load.outboundDeliveriesOf.pages.load({ ...list, first, after }),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: ({ id }) => cursors.encode(id),
    nodeOf: (delivery) => delivery,
    count: () => load.outboundDeliveriesOf.counts.load(list),
  });
}

/** Deliveries to an endpoint that the viewer may see, and that the filter names. */
export function selectDeliveries(read: VisibleReader, endpointId: string, filter: OutboundDeliveryFilter) {
  return narrow(read, filter).where('outbound_delivery.endpointId', '=', endpointId);
}

/** The deliveries of many endpoints at the cost of one. */
export function deliveryListLoader(read: VisibleReader): DeliveryList {
  return nestedList({
    async readPages(pages) {
      const found = await read.all(
        pages.map(({ parentId, filter, first, after }) => {
          const wanted = selectDeliveries(read, parentId, filter);
          return withEvent(after === null ? wanted : wanted.where('outbound_delivery.id', '<', after))
            .orderBy('outbound_delivery.id', 'desc')
            .limit(first + 1);
        }),
      );
      return found.map((deliveries) => deliveries.toSorted((one, other) => (one.id < other.id ? 1 : -1)));
    },
    countRows: (endpointIds, filter) =>
      narrow(read, filter)
        .where('outbound_delivery.endpointId', 'in', endpointIds)
        .groupBy('outbound_delivery.endpointId')
        .select(({ fn }) => ['outbound_delivery.endpointId as parentId', fn.countAll<number>().as('count')])
        .execute(),
  });
}

export function deliveryLoader(read: VisibleReader): DeliveryLoader {
  return loadRowByKey(
    (ids) => withEvent(narrow(read, {}).where('outbound_delivery.id', 'in', ids)).execute(),
    ({ id }) => id,
  );
}

export function attemptsLoader(read: VisibleReader): AttemptsLoader {
  return loadRowsByKey(
    (deliveryIds) =>
      read
        .from('outbound_attempt')
        .selectAll('outbound_attempt')
        .where('outbound_attempt.deliveryId', 'in', deliveryIds)
        .orderBy('outbound_attempt.id')
        .execute(),
    ({ deliveryId }) => deliveryId,
  );
}

function narrow(read: VisibleReader, { state, createdAfter, createdBefore }: OutboundDeliveryFilter) {
  let query = read.from('outbound_delivery');
  if (isGiven(state)) query = query.where('outbound_delivery.state', '=', state);
  if (isGiven(createdAfter)) query = query.where('outbound_delivery.createdAt', '>', createdAfter.getTime());
  if (isGiven(createdBefore)) query = query.where('outbound_delivery.createdAt', '<', createdBefore.getTime());
  return query;
}

function withEvent(deliveries: ReturnType<typeof narrow>) {
  return deliveries
    .innerJoin('outbound_event', 'outbound_event.id', 'outbound_delivery.eventId')
    .selectAll('outbound_delivery')
    .select(['outbound_event.type as eventType', 'outbound_event.payload']);
}
