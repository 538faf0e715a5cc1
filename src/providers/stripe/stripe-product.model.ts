import { defineReading } from '../provider.js';
import { stripeModel } from './stripe-model.js';
import { stripeProductRecord } from './stripe-product.record.js';
import { StripeProduct } from './stripe-product.type.js';
import type { StripeResource } from './stripe-resource.js';

export const productResource: StripeResource = {
  model: 'StripeProduct',
  object: 'product',
  changedBy: ['product.created', 'product.updated'],
  deletedBy: 'product.deleted',
  list: (client, page) => client.products.list(page),
  retrieve: (client, id) => client.products.retrieve(id),
};

/** What the account sells, also what is no longer active. */
export const stripeProductModel = stripeModel(productResource, {
  record: stripeProductRecord,
  type: StripeProduct,
  reading: defineReading<StripeProduct>({
    query: 'stripeProducts',
    description: 'What a Stripe account sells, the newest first.',
    version: 1,
    filters: {
      isActive: { description: 'Only what can be bought, or only what cannot.' },
    },
    order: { by: (product) => product.createdAt, direction: 'DESC', after: 'createdAfter', before: 'createdBefore' },
    references: {
      defaultPrice: {
        description: 'What it costs where nothing else is said.',
        to: 'StripePrice',
        by: 'defaultPriceId',
      },
    },
  }),
});
