import { z } from 'zod';
import type { Page, PageRequest } from '../provider.js';
import type { StripeApi } from './stripe-api.js';
import { expiredPlace } from './stripe-error.js';
import { plain } from './plain.js';
import type { StripeResource } from './stripe-resource.js';

/** Stripe has no tokens of change. */
export const stripeCursor = z.null();

/** Id of the last object, or event, of the page before. */
export const stripeCheckpoint = z.object({ startingAfter: z.string().min(1) });

export type StripeCheckpoint = z.output<typeof stripeCheckpoint>;
export type StripeRequest = PageRequest<StripeApi, null, StripeCheckpoint>;
export type StripePage = Page<null, StripeCheckpoint>;

/** Stripe's largest page. */
export const PAGE_SIZE = 100;

const listPage = z.object({
  object: z.literal('list'),
  data: z.array(z.looseObject({ id: z.string().min(1) })),
  has_more: z.boolean(),
});

/**
 * All objects of a kind, newest first: what is created while a run goes on comes with the next.
 * @throws CursorExpired where the object at which an interrupted run goes on has been deleted.
 * @see https://docs.stripe.com/api/pagination
 */
export async function* listedPages(resource: StripeResource, request: StripeRequest): AsyncGenerator<StripePage> {
  const { api, checkpoint, signal } = request;
  const client = await api();
  let next = checkpoint;
  do {
    signal.throwIfAborted();
    const page = await readList((place) => resource.list(client, place), next);
    next = page.next;
    yield { records: page.data, checkpoint: next };
  } while (next !== null);
}

/** One page of one of Stripe's lists. */
export async function readList(
  list: (place: { limit: number; starting_after?: string }) => Promise<unknown>,
  checkpoint: StripeCheckpoint | null,
): Promise<{ data: z.output<typeof listPage>['data']; next: StripeCheckpoint | null }> {
  const place = checkpoint === null ? {} : { starting_after: checkpoint.startingAfter };
  const answer = await list({ limit: PAGE_SIZE, ...place }).catch((error: unknown) => {
    throw expiredPlace(error) ?? error;
  });
  const { data, has_more: hasMore } = listPage.parse(plain(answer));
  return { data, next: hasMore ? stripeCheckpoint.parse({ startingAfter: data.at(-1)?.id }) : null };
}
