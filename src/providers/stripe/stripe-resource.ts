import type { Stripe } from 'stripe';

/** Name of an event, as Stripe documents it. */
export type StripeEventType = Stripe.WebhookEndpointCreateParams.EnabledEvent;

/** A kind of object of a Stripe account, as far as runs and webhooks need to know it. */
export interface StripeResource {
  /** The model that holds it. */
  model: string;
  /** What Stripe itself calls it. */
  object: string;
  /** After these an object is new or another; with `deletedBy` no more than 20, for the Events API takes no more. */
  changedBy: readonly StripeEventType[];
  /** After this it is gone; null where it is never deleted. */
  deletedBy: StripeEventType | null;
  /** From 1 up to 8: where a status stands in an object's life; 4 where it is not named. */
  statusRanks?: Readonly<Record<string, number>>;
  /** One page, newest first. */
  list(client: Stripe, page: { limit: number; starting_after?: string }): Promise<unknown>;
  /** As it is now. A deleted one has `deleted: true`, or is not found. */
  retrieve(client: Stripe, id: string): Promise<unknown>;
}

export function eventTypesOf({ changedBy, deletedBy }: StripeResource): StripeEventType[] {
  return [...changedBy, ...(deletedBy === null ? [] : [deletedBy])];
}
