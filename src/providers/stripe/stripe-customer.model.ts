import { defineReading } from '../provider.js';
import { stripeModel } from './stripe-model.js';
import { stripeCustomerRecord } from './stripe-customer.record.js';
import { StripeCustomer } from './stripe-customer.type.js';
import type { StripeResource } from './stripe-resource.js';

export const customerResource: StripeResource = {
  model: 'StripeCustomer',
  object: 'customer',
  changedBy: ['customer.created', 'customer.updated'],
  deletedBy: 'customer.deleted',
  list: (client, page) => client.customers.list(page),
  retrieve: (client, id) => client.customers.retrieve(id),
};

/** The customers of the account. */
export const stripeCustomerModel = stripeModel(customerResource, {
  record: stripeCustomerRecord,
  type: StripeCustomer,
  reading: defineReading<StripeCustomer>({
    query: 'stripeCustomers',
    description: 'Customers of a Stripe account, the newest first.',
    version: 1,
    filters: {
      email: { description: 'With this address.', ignoresCase: true },
      isDelinquent: {
        description: 'Only those with an unpaid invoice that was to be charged by itself, or none of them.',
      },
    },
    order: { by: (customer) => customer.createdAt, direction: 'DESC', after: 'createdAfter', before: 'createdBefore' },
  }),
});
