import { z } from 'zod';
import { reference, seconds, stripeObjectRecord } from './stripe-object.record.js';

/** @see https://docs.stripe.com/api/products/object */
export const stripeProductRecord = stripeObjectRecord.extend({
  name: z.string().nullish(),
  description: z.string().nullish(),
  active: z.boolean().optional(),
  default_price: reference.nullish(),
  images: z.array(z.string()).nullish(),
  unit_label: z.string().nullish(),
  statement_descriptor: z.string().nullish(),
  tax_code: reference.nullish(),
  url: z.string().nullish(),
  updated: seconds.optional(),
});

export type StripeProductRecord = z.output<typeof stripeProductRecord>;
