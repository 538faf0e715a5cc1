import { z } from 'zod';
import { reference, seconds, stripeObjectRecord } from './stripe-object.record.js';
import { stripePriceRecord } from './stripe-price.record.js';

const item = z.looseObject({
  id: z.string(),
  price: stripePriceRecord.nullish(),
  quantity: z.number().nullish(),
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
});

/** @see https://docs.stripe.com/api/subscriptions/object */
export const stripeSubscriptionRecord = stripeObjectRecord.extend({
  status: z.string().optional(),
  customer: reference.nullish(),
  currency: z.string().nullish(),
  description: z.string().nullish(),
  collection_method: z.string().nullish(),
  items: z.looseObject({ data: z.array(item) }).optional(),
  /** Of versions before 2025-03-31; since then each item has its own period. */
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
  start_date: seconds.nullish(),
  trial_start: seconds.nullish(),
  trial_end: seconds.nullish(),
  cancel_at_period_end: z.boolean().optional(),
  cancel_at: seconds.nullish(),
  canceled_at: seconds.nullish(),
  ended_at: seconds.nullish(),
  latest_invoice: reference.nullish(),
  default_payment_method: reference.nullish(),
});

export type StripeSubscriptionRecord = z.output<typeof stripeSubscriptionRecord>;
