import type { Stripe } from 'stripe';
import { z } from 'zod';
import { plain } from './plain.js';
import { isMissing } from './stripe-error.js';
import type { StripeResource } from './stripe-resource.js';

const found = z.looseObject({ deleted: z.boolean().optional() });

/** An object as it is now; null where it was deleted. */
export async function readObject(resource: StripeResource, client: Stripe, id: string): Promise<unknown> {
  try {
    const object = found.parse(plain(await resource.retrieve(client, id)));
    return object.deleted === true ? null : object;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
