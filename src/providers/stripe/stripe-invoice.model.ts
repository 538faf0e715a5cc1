import { defineReading } from '../provider.js';
import { stripeModel } from './stripe-model.js';
import { stripeInvoiceRecord } from './stripe-invoice.record.js';
import { StripeInvoice } from './stripe-invoice.type.js';
import type { StripeResource } from './stripe-resource.js';

export const invoiceResource: StripeResource = {
  model: 'StripeInvoice',
  object: 'invoice',
  changedBy: [
    'invoice.created',
    'invoice.updated',
    'invoice.finalized',
    'invoice.finalization_failed',
    'invoice.sent',
    'invoice.payment_action_required',
    'invoice.payment_attempt_required',
    'invoice.payment_failed',
    'invoice.payment_succeeded',
    'invoice.paid',
    'invoice.overpaid',
    'invoice.overdue',
    'invoice.marked_uncollectible',
    'invoice.voided',
  ],
  // Only a draft can be.
  deletedBy: 'invoice.deleted',
  statusRanks: { draft: 1, open: 2, uncollectible: 3, paid: 8, void: 8 },
  list: (client, page) => client.invoices.list(page),
  retrieve: (client, id) => client.invoices.retrieve(id),
};

/** The invoices of the account, drafts too. */
export const stripeInvoiceModel = stripeModel(invoiceResource, {
  record: stripeInvoiceRecord,
  type: StripeInvoice,
  reading: defineReading<StripeInvoice>({
    query: 'stripeInvoices',
    description: 'Invoices of a Stripe account, the newest first.',
    version: 1,
    filters: {
      subscriptionId: { description: 'Of this subscription.' },
      customerId: { description: 'Of this customer.' },
      status: { description: 'With this status.' },
    },
    order: { by: (invoice) => invoice.createdAt, direction: 'DESC', after: 'createdAfter', before: 'createdBefore' },
    references: {
      customer: { description: 'Who it is for.', to: 'StripeCustomer', by: 'customerId' },
      subscription: { description: 'What it bills.', to: 'StripeSubscription', by: 'subscriptionId' },
    },
  }),
});
