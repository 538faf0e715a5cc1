import { consent } from './emulators.js';
import { CookieJar, type HubProcess } from './hub-process.js';

/** Links an account of the sandbox as a person does; gives the integration's id. */
export async function linkInSandbox(hub: HubProcess, providerId: string, person: string): Promise<string> {
  const cookies = new CookieJar();
  const { startOAuth } = await hub.get<{ startOAuth: { integration: { id: string }; authorizationUrl: string } }>(
    'mutation ($providerId: ID!) { startOAuth(input: { providerId: $providerId }) { integration { id } authorizationUrl } }',
    { providerId },
    { cookies },
  );
  const callback = await consent(startOAuth.authorizationUrl, person);
  await fetch(callback, { redirect: 'manual', headers: cookies.header() });
  return startOAuth.integration.id;
}
