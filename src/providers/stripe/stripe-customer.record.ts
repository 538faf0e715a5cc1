import { z } from 'zod';
import { amount, reference, stripeObjectRecord } from './stripe-object.record.js';

/** @see https://docs.stripe.com/api/customers/object */
export const stripeCustomerRecord = stripeObjectRecord.extend({
  email: z.string().nullish(),
  name: z.string().nullish(),
  phone: z.string().nullish(),
  description: z.string().nullish(),
  currency: z.string().nullish(),
  balance: amount.optional(),
  delinquent: z.boolean().nullish(),
  preferred_locales: z.array(z.string()).nullish(),
  address: z
    .looseObject({
      line1: z.string().nullish(),
      line2: z.string().nullish(),
      postal_code: z.string().nullish(),
      city: z.string().nullish(),
      state: z.string().nullish(),
      country: z.string().nullish(),
    })
    .nullish(),
  invoice_settings: z.looseObject({ default_payment_method: reference.nullish() }).nullish(),
});

export type StripeCustomerRecord = z.output<typeof stripeCustomerRecord>;
