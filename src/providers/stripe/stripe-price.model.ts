import { defineReading } from '../provider.js';
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
export const stripePriceModel = stripeModel(priceResource, {
  record: stripePriceRecord,
  type: StripePrice,
  reading: defineReading<StripePrice>({
    query: 'stripePrices',
    description: 'What it costs, also what is no longer active, the newest first.',
    version: 1,
    filters: {
      lookupKey: { description: 'With this lookup key.' },
      productId: { description: 'Of this product.' },
      isActive: { description: 'Only what can be used for new purchases, or only what cannot.' },
    },
    order: { by: (price) => price.createdAt, direction: 'DESC', after: 'createdAfter', before: 'createdBefore' },
    references: {
      product: { description: 'What it is the price of.', to: 'StripeProduct', by: 'productId' },
    },
  }),
});
