import { z } from 'zod';
import { HubError } from '../../platform/errors/hub-error.js';
import { defineProvider, type Account, type ApiKeyAuth, type OAuth2Auth } from '../provider.js';
import { cancelSubscription } from './cancel-subscription.action.js';
import { createSubscription } from './create-subscription.action.js';
import { deauthorize } from './deauthorize.js';
import { createStripeApi, type StripeApi } from './stripe-api.js';
import { stripeCustomerModel } from './stripe-customer.model.js';
import { isForbidden, meaningOfStripe, stripeErrorOf } from './stripe-error.js';
import { stripeInvoiceModel } from './stripe-invoice.model.js';
import { stripePriceModel } from './stripe-price.model.js';
import { stripeProductModel } from './stripe-product.model.js';
import { stripeSubscriptionModel } from './stripe-subscription.model.js';
import { stripeWebhook } from './stripe-webhook.js';

/** Stripe Connect. @see https://docs.stripe.com/connect/oauth-reference */
const oauth: OAuth2Auth = {
  method: 'OAUTH2',
  scopes: [
    {
      name: 'read_write',
      reason:
        'To read customers, subscriptions, invoices, products and prices, and to begin and end subscriptions where you ask for it.',
    },
  ],
  // Not among the parameters that Connect documents, and an unsupported one is an invalid_request.
  pkce: false,
  clientAuthentication: 'client_secret_post',
  revoke: deauthorize,
};

/** A restricted key, or a secret one. @see https://docs.stripe.com/keys */
const apiKey: ApiKeyAuth = {
  method: 'API_KEY',
  headers: ({ apiKey: key }) => ({ authorization: `Bearer ${key}` }),
  help: {
    url: 'https://dashboard.stripe.com/apikeys',
    hint: 'A restricted key (rk_…) that may read Accounts, Customers, Subscriptions, Invoices, Products, Prices and Events; and write Subscriptions, where your product begins or ends them.',
  },
};

export const stripe = defineProvider<StripeApi>({
  id: 'stripe',
  name: 'Stripe',
  category: 'payments',
  docsUrl: 'https://docs.stripe.com',
  endpoints: {
    authorizationUrl: 'https://connect.stripe.com/oauth/authorize',
    tokenUrl: 'https://connect.stripe.com/oauth/token',
    apiUrl: 'https://api.stripe.com/',
  },
  auth: [oauth, apiKey],
  // 100 a second in live mode, but 25 to one endpoint, and 25 in all in a sandbox: a key does not say which it is of.
  // https://docs.stripe.com/rate-limits
  limits: { integration: { requests: 25, perMs: 1000 } },
  idempotencyHeader: 'idempotency-key',
  createApi: (context) => createStripeApi(context),
  identify,
  meaningOf: meaningOfStripe,
  errorOf: stripeErrorOf,
  models: [stripeCustomerModel, stripeSubscriptionModel, stripeInvoiceModel, stripeProductModel, stripePriceModel],
  actions: [createSubscription, cancelSubscription],
  proxy: { headers: ['stripe-version'] },
  webhook: stripeWebhook,
});

const accountAnswer = z.object({
  id: z.string().min(1),
  email: z.string().nullish(),
  business_profile: z.object({ name: z.string().nullish() }).nullish(),
  settings: z.object({ dashboard: z.object({ display_name: z.string().nullish() }).nullish() }).nullish(),
});

/** @throws HubError BAD_INPUT where the key may not read its own account. */
async function identify(api: StripeApi): Promise<Account> {
  const client = await api();
  const answer = await client.accounts.retrieveCurrent().catch((error: unknown) => {
    throw isForbidden(error) ? accountHidden(error) : error;
  });
  const { id, email, business_profile: business, settings } = accountAnswer.parse(answer);
  return { externalId: id, label: settings?.dashboard?.display_name || business?.name || email || id };
}

/** What the key may do is the caller's to mend. */
function accountHidden(error: unknown): HubError {
  const { message, status } = stripeErrorOf(error) as HubError;
  return new HubError('BAD_INPUT', `The hub could not read which account this is. ${message}`, {
    field: ['input', 'apiKey'],
    status,
    cause: error,
  });
}
