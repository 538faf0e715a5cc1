import { z } from 'zod';

/** What refers to another object: its id, or the object itself where it was expanded. */
export const reference = z.union([z.string(), z.looseObject({ id: z.string() })]);

/** Unix seconds. */
export const seconds = z.number();

/** In the currency's smallest unit, e.g. cents; a currency without one (JPY) in whole. */
export const amount = z.number();

/**
 * What all objects have. An event may be rendered in another version of the API than the hub asks for, so
 * little is insisted on.
 */
export const stripeObjectRecord = z.looseObject({
  id: z.string().min(1),
  created: seconds.optional(),
  livemode: z.boolean().optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

export type StripeObjectRecord = z.output<typeof stripeObjectRecord>;
