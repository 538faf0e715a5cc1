import type { Stripe } from 'stripe';
import type { ApiContext } from '../provider.js';

/** The SDK's client. It loads with the first call: it is large, and the hub should answer before it is read. */
export type StripeApi = () => Promise<Stripe>;

/**
 * The version of Stripe's API that the SDK speaks, and that the records have the shape of. What Stripe renders by
 * itself (events) has the version of the account or the webhook endpoint.
 * @see https://docs.stripe.com/api/versioning
 */
export const STRIPE_API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive';

/** The hub's own bounds are tighter; this one only must not cut short a call that waits for its turn. */
const TIMEOUT_MS = 600_000;

/**
 * Stripe's official SDK over the integration's fetch, its own retries off.
 * @param key Only where the fetch adds none: the integration's does.
 */
export function createStripeApi(context: ApiContext, key?: string): StripeApi {
  let client: Promise<Stripe> | undefined;
  return () => (client ??= load(context, key));
}

async function load({ fetch, apiUrl }: ApiContext, key = ''): Promise<Stripe> {
  const { default: Sdk } = await import('stripe');
  const { protocol, hostname, port } = new URL(apiUrl);
  const isPlain = protocol === 'http:';
  return new Sdk(key, {
    apiVersion: STRIPE_API_VERSION,
    httpClient: Sdk.createFetchHttpClient(fetch),
    protocol: isPlain ? 'http' : 'https',
    host: hostname,
    port: port === '' ? (isPlain ? 80 : 443) : port,
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
    ...(key === '' && { authenticator: leaveToFetch }),
  });
}

/** Without an authenticator the SDK looks for a key of its own. */
function leaveToFetch(): Promise<void> {
  return Promise.resolve();
}
