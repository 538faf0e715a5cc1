import { defineReading } from '../provider.js';
import { stripeModel } from './stripe-model.js';
import { stripeSubscriptionRecord } from './stripe-subscription.record.js';
import { StripeSubscription } from './stripe-subscription.type.js';
import type { StripeResource } from './stripe-resource.js';

export const subscriptionResource: StripeResource = {
  model: 'StripeSubscription',
  object: 'subscription',
  changedBy: [
    'customer.subscription.created',
    'customer.subscription.updated',
    // Stripe's word for cancelled: the subscription stays, with that status.
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'customer.subscription.pending_update_applied',
    'customer.subscription.pending_update_expired',
  ],
  deletedBy: null,
  statusRanks: { incomplete: 1, incomplete_expired: 8, canceled: 8 },
  list: (client, page) => client.subscriptions.list({ ...page, status: 'all' }),
  retrieve: (client, id) => client.subscriptions.retrieve(id),
};

/** The subscriptions of the account, those that have ended too. */
export const stripeSubscriptionModel = stripeModel(subscriptionResource, {
  record: stripeSubscriptionRecord,
  type: StripeSubscription,
  reading: defineReading<StripeSubscription>({
    query: 'stripeSubscriptions',
    description: 'Subscriptions of a Stripe account, those that have ended too, the newest first.',
    version: 1,
    filters: {
      customerId: { description: 'Of this customer.' },
      status: { description: 'With this status.' },
    },
    order: {
      by: (subscription) => subscription.createdAt,
      direction: 'DESC',
      after: 'createdAfter',
      before: 'createdBefore',
    },
    references: {
      customer: { description: 'Whom it bills.', to: 'StripeCustomer', by: 'customerId' },
      latestInvoice: { description: 'Its last invoice.', to: 'StripeInvoice', by: 'latestInvoiceId' },
    },
  }),
});
