import { z } from 'zod';
import type { Fetch, Revocation } from '../provider.js';
import { createStripeApi } from './stripe-api.js';

const account = z.object({ id: z.string().min(1) });

/**
 * Takes the platform's access to an account back. Stripe asks for the account's id, and for the platform's own key,
 * which is the client secret.
 * @see https://docs.stripe.com/connect/oauth-reference#post-deauthorize
 */
export async function deauthorize({ fetch, apiUrl, tokenUrl, client }: Revocation): Promise<void> {
  const connected = await createStripeApi({ fetch, apiUrl })();
  const { id } = account.parse(await connected.accounts.retrieveCurrent());
  const platform = await createStripeApi({ fetch: movedTo(tokenUrl, fetch), apiUrl }, client.secret ?? undefined)();
  await platform.oauth.deauthorize({ client_id: client.id, stripe_user_id: id });
}

/** The SDK knows one address for Connect; an operator may have moved it. */
function movedTo(tokenUrl: string, fetch: Fetch): Fetch {
  return (_, init) => fetch(new URL('deauthorize', tokenUrl), init);
}
