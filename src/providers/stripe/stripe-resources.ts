import { customerResource } from './stripe-customer.model.js';
import { invoiceResource } from './stripe-invoice.model.js';
import { priceResource } from './stripe-price.model.js';
import { productResource } from './stripe-product.model.js';
import { eventTypesOf, type StripeEventType, type StripeResource } from './stripe-resource.js';
import { subscriptionResource } from './stripe-subscription.model.js';

const resources: readonly StripeResource[] = [
  customerResource,
  subscriptionResource,
  invoiceResource,
  productResource,
  priceResource,
];

const byEventType = new Map<string, StripeResource>(
  resources.flatMap((resource) => eventTypesOf(resource).map((type) => [type, resource])),
);

/** Events that say something of a model. */
export const modelEventTypes: readonly StripeEventType[] = resources.flatMap(eventTypesOf);

/** What an event speaks of; null where that is no model. */
export function resourceOfEvent(type: string): StripeResource | null {
  return byEventType.get(type) ?? null;
}
