import type { HubHere } from './hub-here.js';
import { TestBrowser } from './oauth-browser.js';
import { consent } from './oauth-oidc.js';

const START = `mutation ($providerId: ID!) { startOAuth(input: { providerId: $providerId }) { authorizationUrl userErrors { message } } }`;

interface Started {
  startOAuth: { authorizationUrl: string | null; userErrors: { message: string }[] };
}

/** Links an account by the pages of a certified OpenID provider, and gives the integration's id. */
export async function linkAtOidc(hub: HubHere, providerId: string, login = 'ada@acme'): Promise<string> {
  const browser = new TestBrowser();
  const cookies = { keep: (response: Response) => browser.keep(hub.url, response) };
  const { startOAuth } = await hub.get<Started>(START, { providerId }, { cookies });
  if (startOAuth.authorizationUrl === null) throw new Error(startOAuth.userErrors[0]?.message);
  const { url } = await consent(browser, startOAuth.authorizationUrl, login);
  const integrationId = url.searchParams.get('integrationId');
  if (integrationId === null || url.searchParams.get('status') !== 'connected') {
    throw new Error(`Not connected: ${url.href}`);
  }
  return integrationId;
}
