import { z } from 'zod';
import { amount, reference, seconds, stripeObjectRecord } from './stripe-object.record.js';

/** @see https://docs.stripe.com/api/invoices/object */
export const stripeInvoiceRecord = stripeObjectRecord.extend({
  number: z.string().nullish(),
  status: z.string().nullish(),
  customer: reference.nullish(),
  customer_email: z.string().nullish(),
  customer_name: z.string().nullish(),
  parent: z
    .looseObject({ subscription_details: z.looseObject({ subscription: reference.nullish() }).nullish() })
    .nullish(),
  /** Of versions before 2025-03-31. */
  subscription: reference.nullish(),
  currency: z.string().optional(),
  subtotal: amount.optional(),
  total: amount.optional(),
  amount_due: amount.optional(),
  amount_paid: amount.optional(),
  amount_remaining: amount.optional(),
  attempt_count: z.number().optional(),
  billing_reason: z.string().nullish(),
  description: z.string().nullish(),
  period_start: seconds.nullish(),
  period_end: seconds.nullish(),
  due_date: seconds.nullish(),
  next_payment_attempt: seconds.nullish(),
  status_transitions: z
    .looseObject({
      finalized_at: seconds.nullish(),
      paid_at: seconds.nullish(),
      voided_at: seconds.nullish(),
    })
    .nullish(),
  hosted_invoice_url: z.string().nullish(),
  invoice_pdf: z.string().nullish(),
});

export type StripeInvoiceRecord = z.output<typeof stripeInvoiceRecord>;
