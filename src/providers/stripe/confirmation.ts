import { z } from 'zod';

/** What the customer has to confirm in the browser, by Stripe.js; null where there is nothing. */
export interface Confirmation {
  clientSecret: string | null;
  /** Which of Stripe.js' calls takes it: confirmPayment or confirmSetup. */
  confirms: 'PAYMENT' | 'SETUP' | null;
}

const subscription = z.object({
  status: z.string(),
  pending_setup_intent: z.object({ client_secret: z.string() }).nullish(),
  latest_invoice: z.object({ confirmation_secret: z.object({ client_secret: z.string() }).nullish() }).nullish(),
});

/** In a trial there is no payment yet: the customer confirms how they will pay. */
export function confirmationOf(answer: unknown): Confirmation {
  const { status, pending_setup_intent: setup, latest_invoice: invoice } = subscription.parse(answer);
  if (setup != null) return { clientSecret: setup.client_secret, confirms: 'SETUP' };
  const payment = status === 'incomplete' ? invoice?.confirmation_secret : null;
  return payment == null
    ? { clientSecret: null, confirms: null }
    : { clientSecret: payment.client_secret, confirms: 'PAYMENT' };
}
