import { z } from 'zod';
import { defineAction } from '../provider.js';
import type { StripeApi } from './stripe-api.js';
import { confirmationOf } from './confirmation.js';

const createSubscriptionInput = z.object({
  customer: z.string().min(1).max(255).describe('Id of the customer.'),
  items: z
    .array(
      z
        .object({
          price: z.string().min(1).describe('Id of a recurring price.'),
          quantity: z.int32().min(0).optional().describe('1 where left out. Not for metered prices.'),
        })
        .meta({ title: 'SubscriptionItem' }),
    )
    .min(1)
    .max(20)
    .describe('What is subscribed to.'),
  trialDays: z.number().int().min(1).max(730).optional().describe('Days before the first payment.'),
  metadata: z
    .record(z.string().min(1).max(40), z.string().max(500))
    .optional()
    .describe('Texts of your own that Stripe keeps with it.'),
  paymentBehavior: z
    .enum(['default_incomplete', 'allow_incomplete', 'error_if_incomplete'])
    .default('default_incomplete')
    .describe(
      'default_incomplete: the customer confirms the first payment with the clientSecret. allow_incomplete: the stored payment method is charged at once. error_if_incomplete: so too, and without success there is no subscription.',
    ),
});

type CreateSubscriptionInput = z.output<typeof createSubscriptionInput>;

interface CreateSubscriptionRequest {
  api: StripeApi;
  input: CreateSubscriptionInput;
  idempotencyKey: string | null;
  signal: AbortSignal;
}

const createSubscriptionOutput = z.object({
  subscriptionId: z.string().describe('As externalId of the record.'),
  status: z.string().describe('As Stripe names it, e.g. incomplete until the first payment is confirmed.'),
  clientSecret: z.string().nullable().describe('What Stripe.js confirms with; null where there is nothing to confirm.'),
  confirms: z
    .enum(['PAYMENT', 'SETUP'])
    .nullable()
    .describe("Which of Stripe.js' calls takes the clientSecret: confirmPayment or confirmSetup."),
});

const createdSubscription = z.object({ id: z.string(), status: z.string() });

/** @see https://docs.stripe.com/api/subscriptions/create */
export const createSubscription = defineAction({
  name: 'createSubscription',
  description:
    'Subscribes a customer to prices. Gives the id and status of the subscription and, where the customer has something to confirm, the clientSecret for Stripe.js and whether it is of a PAYMENT or a SETUP.',
  input: createSubscriptionInput,
  output: createSubscriptionOutput,
  async run({
    api,
    input,
    idempotencyKey,
    signal,
  }: CreateSubscriptionRequest): Promise<z.output<typeof createSubscriptionOutput>> {
    const client = await api();
    signal.throwIfAborted();
    const answer = await client.subscriptions.create(
      {
        customer: input.customer,
        items: input.items,
        metadata: input.metadata,
        trial_period_days: input.trialDays,
        payment_behavior: input.paymentBehavior,
        // What the customer pays with first is what later invoices are charged to.
        payment_settings: { save_default_payment_method: 'on_subscription' },
        expand: ['latest_invoice.confirmation_secret', 'pending_setup_intent'],
      },
      idempotencyKey === null ? {} : { idempotencyKey },
    );
    const { id, status } = createdSubscription.parse(answer);
    return { subscriptionId: id, status, ...confirmationOf(answer) };
  },
});
