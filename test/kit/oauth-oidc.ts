import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { TestBrowser, Landing } from './oauth-browser.js';

export interface OidcServer extends AsyncDisposable {
  url: string;
  clientId: string;
  clientSecret: string;
  endpoints: { authorizationUrl: string; tokenUrl: string; revocationUrl: string; apiUrl: string };
}

export interface OidcServerOptions {
  /** Of access tokens. */
  lifetimeSeconds?: number;
  /** Whether each refresh brings another refresh token, and one that comes twice ends the grant. */
  rotates?: boolean;
  /** Before each request is answered. */
  before?(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
}

/** A certified OpenID provider on a free port: PKCE demanded, refresh tokens rotated, `iss` sent. */
export async function startOidcServer(redirectUrl: string, options: OidcServerOptions = {}): Promise<OidcServer> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ['oidc-hub', 'oidc-hub-secret-of-the-tests'];
  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUrl],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    rotateRefreshToken: options.rotates ?? true,
    ...(options.lifetimeSeconds !== undefined && { ttl: { AccessToken: options.lifetimeSeconds } }),
    issueRefreshToken: () => Promise.resolve(true),
    findAccount: (_context, id) => Promise.resolve({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const answer = provider.callback();
  http.on('request', async (request, response) => {
    await options.before?.(request, response);
    answer(request, response);
  });
  return {
    url,
    clientId,
    clientSecret,
    endpoints: {
      authorizationUrl: `${url}/auth`,
      tokenUrl: `${url}/token`,
      revocationUrl: `${url}/token/revocation`,
      apiUrl: `${url}/`,
    },
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Signs in and consents on the provider's pages. */
export async function consent(browser: TestBrowser, authorizationUrl: string, login: string): Promise<Landing> {
  const signIn = await browser.visit(authorizationUrl);
  const approve = await browser.visit(await formOf(signIn), { form: { prompt: 'login', login, password: 'any' } });
  return browser.visit(await formOf(approve), { form: { prompt: 'consent' } });
}

/** Presses the link that leaves the consent without giving it. */
export async function refuse(browser: TestBrowser, authorizationUrl: string): Promise<Landing> {
  const signIn = await browser.visit(authorizationUrl);
  return browser.visit(`${await formOf(signIn)}/abort`);
}

async function formOf({ url, response }: Landing): Promise<string> {
  const action = /action="([^"]+)"/.exec((await response?.text()) ?? '')?.[1];
  if (action === undefined) throw new Error(`no form at ${url.href}`);
  return new URL(action, url).href;
}
