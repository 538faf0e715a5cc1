import { acme } from './acme-provider.js';
import type { TestDatabase } from './databases.js';
import { openHubHere, type HubHere } from './hub-here.js';
import { linkAtOidc } from './link-at-oidc.js';
import { startOidcServer, type OidcServer, type OidcServerOptions } from './oauth-oidc.js';

const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;

export interface AcmeHub extends AsyncDisposable {
  hub: HubHere;
  oidc: OidcServer;
  integrationId: string;
}

/** The whole hub with an account linked at a certified OpenID provider, by the provider's own pages. */
export async function openAcmeHub(
  database: TestDatabase,
  options: OidcServerOptions = {},
  env: Record<string, string> = {},
): Promise<AcmeHub> {
  const hub = await openHubHere(database, { definitions: [acme] }, env);
  const oidc = await startOidcServer(`${hub.url}/oauth/callback/acme`, options);
  const { clientId, clientSecret, endpoints } = oidc;
  await hub.get(CONFIGURE, { input: { providerId: 'acme', clientId, clientSecret, endpoints, scopes: ['openid'] } });
  const integrationId = await linkAtOidc(hub, 'acme');
  return {
    hub,
    oidc,
    integrationId,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await oidc[Symbol.asyncDispose]();
    },
  };
}
