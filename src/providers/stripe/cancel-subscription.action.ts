import type { Stripe } from 'stripe';
import { z } from 'zod';
import { defineAction } from '../provider.js';
import type { StripeApi } from './stripe-api.js';
import { isMissing } from './stripe-error.js';

const cancelSubscriptionInput = z.object({
  subscription: z.string().min(1).max(255).describe('Id of the subscription.'),
  immediately: z
    .boolean()
    .default(false)
    .describe('True ends it now, for good. Otherwise it ends with the period that is paid.'),
});

interface CancelSubscriptionRequest {
  api: StripeApi;
  input: z.output<typeof cancelSubscriptionInput>;
  idempotencyKey: string | null;
  signal: AbortSignal;
}

const cancelSubscriptionOutput = z.object({
  subscriptionId: z.string().describe('As externalId of the record.'),
  status: z.string().describe('As Stripe names it: canceled once it has ended.'),
  endsAt: z.iso.datetime().nullable().describe('When it ends or ended.'),
});

const cancelled = z.object({
  id: z.string(),
  status: z.string(),
  cancel_at: z.number().nullish(),
  ended_at: z.number().nullish(),
});

/** @see https://docs.stripe.com/billing/subscriptions/cancel */
export const cancelSubscription = defineAction({
  name: 'cancelSubscription',
  description:
    'Ends a subscription with its period, or immediately. Gives its id and status, and when it ends or ended (RFC 3339).',
  input: cancelSubscriptionInput,
  output: cancelSubscriptionOutput,
  async run({
    api,
    input,
    idempotencyKey,
    signal,
  }: CancelSubscriptionRequest): Promise<z.output<typeof cancelSubscriptionOutput>> {
    const client = await api();
    signal.throwIfAborted();
    const options = idempotencyKey === null ? {} : { idempotencyKey };
    const answer = input.immediately
      ? await endNow(client, input.subscription, options)
      : await client.subscriptions.update(input.subscription, { cancel_at_period_end: true }, options);
    const { id, status, ended_at: endedAt, cancel_at: cancelAt } = cancelled.parse(answer);
    const end = endedAt ?? cancelAt ?? null;
    return { subscriptionId: id, status, endsAt: end === null ? null : new Date(end * 1000).toISOString() };
  },
});

/** Stripe does not find one that it has ended already, also where the answer to a first try was lost. */
async function endNow(client: Stripe, id: string, options: Stripe.RequestOptions): Promise<unknown> {
  try {
    return await client.subscriptions.cancel(id, {}, options);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return client.subscriptions.retrieve(id);
  }
}
