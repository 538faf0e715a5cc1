import { decodeJwt } from 'jose';
import { z } from 'zod';
import { bearerOf, offerOnly } from './consent-page.js';
import { answerChannels, isAboutChannels } from './google-channels.js';
import type { SandboxState } from './sandbox-state.js';
import type { Handler } from './serve.js';

interface OAuthClient {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

const tokens = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
  scope: z.string().default(''),
});

export interface GoogleFrontOptions {
  state: SandboxState;
  client: OAuthClient;
  /** Of the people who can be chosen. */
  emails: readonly string[];
  /** Aborted when the sandbox closes. */
  signal: AbortSignal;
}

/** Older tokens have long expired. */
const KEPT_ACCESS_TOKENS = 5;

/**
 * Stands before the Google emulator for what it lacks: it knows which tokens were issued, also by an
 * emulator before this one, and refuses all others; it opens notification channels.
 */
export function googleFront(emulator: Handler, { state, client, emails, signal }: GoogleFrontOptions): Handler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/o/oauth2/v2/auth') return offerOnly(await emulator(request), emails);
    if (pathname === '/oauth2/token') return answerToken(emulator, state, client, request);
    if (pathname === '/oauth2/revoke') {
      state.forgetGoogle(new URLSearchParams(await request.clone().text()).get('token') ?? '');
    }
    if (pathname.startsWith('/calendar/v3/') && !isKnown(state, bearerOf(request))) return unauthorized();
    if (request.method === 'POST' && isAboutChannels(pathname)) return answerChannels(request, signal);
    return emulator(request);
  };
}

async function answerToken(
  emulator: Handler,
  state: SandboxState,
  client: OAuthClient,
  request: Request,
): Promise<Response> {
  const form = new URLSearchParams(await request.clone().text());
  if (form.get('grant_type') === 'refresh_token' && mayRefresh(form, client))
    return refresh(emulator, state, client, form);
  const answer = await emulator(request);
  if (answer.status === 200) keepGrant(state, tokens.parse(await answer.clone().json()));
  return answer;
}

function keepGrant(
  state: SandboxState,
  { access_token, refresh_token, id_token, scope }: z.output<typeof tokens>,
): void {
  if (refresh_token === undefined || id_token === undefined) return;
  state.keepGoogle({
    email: z.string().parse(decodeJwt(id_token).email),
    scope,
    refreshToken: refresh_token,
    accessTokens: [access_token],
  });
}

/** A new consent of the same person at the emulator, which may not know the refresh token, behind the grant that is known here. */
async function refresh(
  emulator: Handler,
  state: SandboxState,
  client: OAuthClient,
  form: URLSearchParams,
): Promise<Response> {
  const grant = state.read().google.find(({ refreshToken }) => refreshToken === form.get('refresh_token'));
  if (grant === undefined)
    return Response.json(
      { error: 'invalid_grant', error_description: 'The refresh token is invalid.' },
      { status: 400 },
    );
  const consented = await post(emulator, '/o/oauth2/v2/auth/callback', {
    email: grant.email,
    scope: grant.scope,
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
  });
  const answer = await post(emulator, '/oauth2/token', {
    grant_type: 'authorization_code',
    code: new URL(consented.headers.get('location') ?? '').searchParams.get('code') ?? '',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uri: client.redirectUri,
  });
  const { access_token } = tokens.parse(await answer.json());
  state.keepGoogle({ ...grant, accessTokens: [access_token, ...grant.accessTokens].slice(0, KEPT_ACCESS_TOKENS) });
  return Response.json({ access_token, token_type: 'Bearer', expires_in: 3600, scope: grant.scope });
}

function mayRefresh(form: URLSearchParams, client: OAuthClient): boolean {
  return form.get('client_id') === client.clientId && form.get('client_secret') === client.clientSecret;
}

function post(emulator: Handler, path: string, fields: Record<string, string>): Promise<Response> {
  return emulator(new Request(`http://localhost${path}`, { method: 'POST', body: new URLSearchParams(fields) }));
}

function isKnown(state: SandboxState, token: string | null): boolean {
  return token !== null && state.read().google.some(({ accessTokens }) => accessTokens.includes(token));
}

function unauthorized(): Response {
  const message = 'Request had invalid authentication credentials.';
  return Response.json({ error: { code: 401, message, errors: [{ reason: 'authError', message }] } }, { status: 401 });
}
