import { stripeModel } from './stripe-model.js';
import { stripePriceRecord } from './stripe-price.record.js';
import { StripePrice } from './stripe-price.type.js';
import type { StripeResource } from './stripe-resource.js';

export const priceResource: StripeResource = {
  model: 'StripePrice',
  object: 'price',
  changedBy: ['price.created', 'price.updated'],
  deletedBy: 'price.deleted',
  list: (client, page) => client.prices.list(page),
  retrieve: (client, id) => client.prices.retrieve(id),
};

/** What it costs, also what is no longer active. */
export const stripePriceModel = stripeModel(priceResource, { record: stripePriceRecord, type: StripePrice });
