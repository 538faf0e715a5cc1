import { hash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ProviderEndpoints } from '../../src/providers/provider.js';

export interface ServerAnswer {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body: string;
}

interface Consent {
  parameters: URLSearchParams;
  account: string;
}

/** What a token request brought, with a good answer to it. */
export interface TokenRequest {
  form: URLSearchParams;
  authorization: string | undefined;
  tokens: Record<string, unknown>;
}

/** A small authorization server that consents at once; tests bend its answers. */
export interface OAuthServer extends AsyncDisposable {
  url: string;
  endpoints: ProviderEndpoints;
  /** Who is signed in in the browser. */
  account: string;
  /** Parameters added to, or put in place of, those of the way back. */
  onTheWayBack: Record<string, string>;
  /** Refuses consent with that error. */
  denial: string | null;
  /** What the token endpoint answers instead; null for what is right. */
  answerTokens: ((request: TokenRequest) => ServerAnswer | Promise<ServerAnswer>) | null;
  answerRevocation: (() => ServerAnswer | Promise<ServerAnswer>) | null;
  /** Forms that the token endpoint was sent. */
  tokenRequests: URLSearchParams[];
  revoked: string[];
  /** Every code and token that was given out. */
  secrets: string[];
  /** Waits until the n-th token request is in. */
  tokenRequest(number: number): Promise<void>;
}

export const CLIENT_ID = 'hub-client';
export const CLIENT_SECRET = 'hub-client-secret/+%';

const json = (body: object, status = 200): ServerAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

export async function startOAuthServer(): Promise<OAuthServer> {
  const consents = new Map<string, Consent>();
  const accounts = new Map<string, string>();
  const waiting: { number: number; resolve: () => void }[] = [];

  const newSecret = (kind: string) => {
    const secret = `${kind}-${randomBytes(12).toString('hex')}`;
    server.secrets.push(secret);
    return secret;
  };

  const routes: Record<string, (request: IncomingMessage, url: URL) => ServerAnswer | Promise<ServerAnswer>> = {
    '/authorize': (_request, url) => {
      const { searchParams: parameters } = url;
      const back = new URL(parameters.get('redirect_uri') ?? '');
      back.searchParams.set('state', parameters.get('state') ?? '');
      if (server.denial === null) {
        const code = newSecret('code');
        consents.set(code, { parameters, account: server.account });
        back.searchParams.set('code', code);
      } else {
        back.searchParams.set('error', server.denial);
      }
      for (const [name, value] of Object.entries(server.onTheWayBack)) back.searchParams.set(name, value);
      return { status: 302, headers: { location: back.href }, body: '' };
    },
    '/token': async (request) => {
      const form = new URLSearchParams(await text(request));
      server.tokenRequests.push(form);
      for (const { number, resolve } of waiting) if (server.tokenRequests.length >= number) resolve();
      const { authorization } = request.headers;
      const refusal = form.get('grant_type') === 'refresh_token' ? null : refuseCode(form);
      const tokens = {
        access_token: newSecret('access'),
        refresh_token: newSecret('refresh'),
        token_type: 'Bearer',
        expires_in: 3600,
      };
      accounts.set(tokens.access_token, consents.get(form.get('code') ?? '')?.account ?? server.account);
      consents.delete(form.get('code') ?? '');
      if (server.answerTokens !== null) return server.answerTokens({ form, authorization, tokens });
      if (!isTheHub(form, authorization)) return json({ error: 'invalid_client' }, 401);
      return refusal ?? json(tokens);
    },
    '/revoke': async (request) => {
      server.revoked.push(new URLSearchParams(await text(request)).get('token') ?? '');
      return server.answerRevocation?.() ?? { status: 200, body: '' };
    },
    '/api/me': (request) => {
      const account = accounts.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
      return account === undefined ? json({}, 401) : json({ id: account, name: `${account} Inc.` });
    },
  };

  const refuseCode = (form: URLSearchParams): ServerAnswer | null => {
    const asked = consents.get(form.get('code') ?? '')?.parameters;
    const challenge = hash('sha256', form.get('code_verifier') ?? '', 'base64url');
    const isGood = asked?.get('code_challenge') === challenge && asked.get('redirect_uri') === form.get('redirect_uri');
    return isGood ? null : json({ error: 'invalid_grant', error_description: `no such code ${form.get('code')}` }, 400);
  };

  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = routes[url.pathname] ?? (() => ({ status: 404, body: 'nothing here' }));
    void Promise.resolve(route(request, url)).then((answer) => send(response, answer));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const server: OAuthServer = {
    url,
    endpoints: {
      authorizationUrl: `${url}/authorize`,
      tokenUrl: `${url}/token`,
      revocationUrl: `${url}/revoke`,
      apiUrl: `${url}/api/`,
    },
    account: 'acme',
    onTheWayBack: {},
    denial: null,
    answerTokens: null,
    answerRevocation: null,
    tokenRequests: [],
    revoked: [],
    secrets: [],
    tokenRequest: (number) =>
      server.tokenRequests.length >= number
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ number, resolve })),
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

/** By client_secret_post. */
function isTheHub(form: URLSearchParams, authorization: string | undefined): boolean {
  return (
    authorization === undefined && form.get('client_id') === CLIENT_ID && form.get('client_secret') === CLIENT_SECRET
  );
}

function send(response: ServerResponse, { status = 200, type = 'text/plain', headers, body }: ServerAnswer): void {
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body);
}
