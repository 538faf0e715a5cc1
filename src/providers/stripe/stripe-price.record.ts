import { z } from 'zod';
import { amount, reference, stripeObjectRecord } from './stripe-object.record.js';

const recurring = z.looseObject({
  interval: z.string().optional(),
  interval_count: z.number().optional(),
  usage_type: z.string().optional(),
  trial_period_days: z.number().nullish(),
});

/** @see https://docs.stripe.com/api/prices/object */
export const stripePriceRecord = stripeObjectRecord.extend({
  active: z.boolean().optional(),
  product: reference.nullish(),
  currency: z.string().optional(),
  /** Null where it is below the smallest unit, or in tiers. */
  unit_amount: amount.nullish(),
  unit_amount_decimal: z.string().nullish(),
  type: z.string().optional(),
  recurring: recurring.nullish(),
  billing_scheme: z.string().optional(),
  lookup_key: z.string().nullish(),
  nickname: z.string().nullish(),
  tax_behavior: z.string().nullish(),
});

export type StripePriceRecord = z.output<typeof stripePriceRecord>;
