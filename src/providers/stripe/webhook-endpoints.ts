import { z } from 'zod';
import type { WebhookSubscriptions } from '../provider.js';
import { STRIPE_API_VERSION, type StripeApi } from './stripe-api.js';
import { isMissing } from './stripe-error.js';
import { modelEventTypes } from './stripe-resources.js';

const createdEndpoint = z.object({ id: z.string().min(1), secret: z.string().min(1) });

/**
 * An endpoint of the account itself. It needs a key that may write webhook endpoints; Stripe makes the secret.
 * @see https://docs.stripe.com/api/webhook_endpoints
 */
export const webhookEndpoints: WebhookSubscriptions<StripeApi> = {
  // Of an account that is linked by Connect, events come to the platform's own endpoint.
  authMethods: ['API_KEY'],
  subjects: () => Promise.resolve(['']),
  async create({ api, url, id }) {
    const client = await api();
    const answer = await client.webhookEndpoints.create(
      {
        url,
        enabled_events: [...modelEventTypes],
        api_version: STRIPE_API_VERSION,
        description: 'Integration hub: keeps what it has synced up to date.',
      },
      { idempotencyKey: id },
    );
    const { id: externalId, secret } = createdEndpoint.parse(answer);
    return { externalId, secret, expiresAt: null };
  },
  async remove({ api, subscription }) {
    const client = await api();
    await client.webhookEndpoints.del(subscription.externalId).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  },
};
