import type { Stripe } from 'stripe';
import { z } from 'zod';
import { CursorExpired } from '../provider.js';
import { readList, type StripePage, type StripeRequest } from './listed-pages.js';
import { readObject } from './read-object.js';
import { eventTypesOf, type StripeResource } from './stripe-resource.js';

/** Stripe tells of events for 30 days; the last is left as a margin for the run itself. */
const EVENTS_KEPT_MS = 29 * 24 * 60 * 60_000;

/** Objects that are read at the same time. */
const READ_AT_ONCE = 10;

const changeEvent = z.looseObject({ data: z.object({ object: z.looseObject({ id: z.string().min(1) }) }) });

/**
 * The objects of which Stripe has told something since the last run.
 *
 * - The objects are read anew instead of taken from the events: an event shows one as it was then, in the API
 *   version that the account has by default, and many events in one second have no order.
 * - What was last read is remembered as a time, not as an event: a price list that nobody touches for a month has
 *   no event left to go on at, and would be read whole again and again.
 *
 * @throws CursorExpired where the last run is so long ago that Stripe has forgotten events since.
 * @see https://docs.stripe.com/api/events/list
 */
export async function* changedPages(resource: StripeResource, request: StripeRequest): AsyncGenerator<StripePage> {
  const { api, checkpoint, signal } = request;
  const created = { gte: Math.floor(beginningOf(request) / 1000) };
  const types = eventTypesOf(resource);
  const client = await api();
  const seen = new Set<string>();
  let next = checkpoint;
  do {
    const page = await readList((place) => client.events.list({ types, created, ...place }), next);
    const ids = new Set(
      page.data.map((event) => changeEvent.parse(event).data.object.id).filter((id) => !seen.has(id)),
    );
    for (const id of ids) seen.add(id);
    next = page.next;
    yield { ...(await readObjects(resource, client, [...ids], signal)), checkpoint: next };
  } while (next !== null);
}

function beginningOf({ changedSince }: StripeRequest): number {
  if (changedSince !== null && changedSince >= Date.now() - EVENTS_KEPT_MS) return changedSince;
  throw new CursorExpired('Stripe has forgotten what happened since the last run.');
}

async function readObjects(
  resource: StripeResource,
  client: Stripe,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<{ records: unknown[]; deletedIds: string[] }> {
  const records: unknown[] = [];
  const deletedIds: string[] = [];
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    signal.throwIfAborted();
    const some = ids.slice(from, from + READ_AT_ONCE);
    const found = await Promise.all(some.map((id) => readObject(resource, client, id)));
    records.push(...found.filter((object) => object !== null));
    deletedIds.push(...some.filter((_, index) => found[index] === null));
  }
  return { records, deletedIds };
}
