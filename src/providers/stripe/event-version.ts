import type { StripeEvent } from './stripe-event.js';
import type { StripeResource } from './stripe-resource.js';

/** Places within a second. */
const RANKS = 10;
const CREATED = 0;
const ORDINARY = 4;
const DELETED = RANKS - 1;

/**
 * Orders the events of one object, larger is later. Stripe delivers them in any order and dates them to the second;
 * within one, the creation comes first, the deletion last, and between them the status with which objects of the
 * kind begin before the one with which they end: an invoice is often made, sent and paid in the same second.
 * @see https://docs.stripe.com/webhooks#event-ordering
 */
export function versionOfEvent(resource: StripeResource, event: StripeEvent): number {
  return event.created * RANKS + rankOf(resource, event);
}

/** Of an object that turned out to be gone when an event about it came. */
export function versionOfDeletion(event: StripeEvent): number {
  return event.created * RANKS + DELETED;
}

function rankOf({ object, deletedBy, statusRanks }: StripeResource, { type, data }: StripeEvent): number {
  if (type === deletedBy) return DELETED;
  if (type.endsWith(`${object}.created`)) return CREATED;
  const { status } = data.object;
  return (typeof status === 'string' ? statusRanks?.[status] : undefined) ?? ORDINARY;
}
