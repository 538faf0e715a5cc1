import { z } from 'zod';

/**
 * An event as the API lists it and webhooks deliver it.
 * @see https://docs.stripe.com/api/events/object
 */
export const stripeEvent = z.looseObject({
  id: z.string().startsWith('evt_'),
  object: z.literal('event'),
  type: z.string().min(1),
  /** Unix seconds. */
  created: z.number().int(),
  /** Connect: the account that it happened in. */
  account: z.string().min(1).optional(),
  /** In which `data` is rendered. */
  api_version: z.string().nullish(),
  data: z.object({ object: z.looseObject({ id: z.string().min(1).optional() }) }),
});

export type StripeEvent = z.output<typeof stripeEvent>;
