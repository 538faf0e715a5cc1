import { describe, expect, test } from 'vitest';
import { fromJson } from '../../../src/platform/database/json-text.js';
import type { OAuth2Auth } from '../../../src/providers/provider.js';
import { testDatabases } from '../../kit/databases.js';
import { CLIENT_SECRET, type ServerAnswer } from '../../kit/oauth-server.js';
import { ada, openOAuthStage, type OAuthStage } from '../../kit/oauth-stage.js';

const json = (body: unknown, status = 200): ServerAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

/** As Slack answers: 200 with `ok: false`, and the token of the person nested. */
const nested: Pick<OAuth2Auth, 'normalizeTokens'> = {
  normalizeTokens({ status, body }) {
    const { ok, error, authed_user: user } = body as { ok: boolean; error?: string; authed_user?: object };
    return ok ? { status, body: { token_type: 'bearer', ...user } } : { status: 400, body: { error } };
  },
};

/** What a provider answers is the same to every database. */
const [database] = testDatabases as [(typeof testDatabases)[number]];

describe('a token endpoint of its own kind', () => {
  test('reads tokens from a provider’s own shape', async () => {
    await using stage = await openOAuthStage(database, { auth: nested });
    stage.server.answerTokens = ({ tokens }) =>
      json({ ok: true, authed_user: { access_token: tokens['access_token'] } });

    const { url } = await stage.connect(ada);

    expect(url.searchParams.get('status')).toBe('connected');
    expect((await stage.integrations())[0]).toMatchObject({ credentialsExpireAt: null });
  });

  test('takes an error in a 200 for an error', async () => {
    await using stage = await openOAuthStage(database, { auth: nested });
    stage.server.answerTokens = () => json({ ok: false, error: 'invalid_code' });

    expect(await fail(stage)).toEqual({
      error: 'PROVIDER_REJECTED',
      message: expect.stringContaining('"invalid_code"'),
    });
  });

  test('does so also where nothing normalises', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = () => json({ error: 'bad_verification_code' });

    expect(await fail(stage)).toMatchObject({ error: 'PROVIDER_REJECTED' });
  });

  test('reads tokens from a form', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = ({ tokens }) => ({
      type: 'application/x-www-form-urlencoded; charset=utf-8',
      body: new URLSearchParams({
        access_token: String(tokens['access_token']),
        token_type: 'bearer',
        scope: 'read',
      }).toString(),
    });

    const { url } = await stage.connect(ada);

    expect(url.searchParams.get('status')).toBe('connected');
    expect(fromJson((await stage.integrations())[0]!.grantedScopes)).toEqual(['read']);
  });

  test('does not stumble over an ID token that nobody asked for', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = ({ tokens }) => json({ ...tokens, id_token: 'not.a.jwt' });

    expect((await stage.connect(ada)).url.searchParams.get('status')).toBe('connected');
  });

  test.each<[string, string, RegExp, ServerAnswer]>([
    ['HTML', 'PROVIDER_CONTRACT_BROKEN', /no token answer/, { type: 'text/html', body: '<html>Welcome</html>' }],
    [
      'an HTML refusal',
      'PROVIDER_REJECTED',
      /did not say why/,
      { status: 403, type: 'text/html', body: '<html>No</html>' },
    ],
    [
      'a truncated answer',
      'PROVIDER_CONTRACT_BROKEN',
      /no token answer/,
      { type: 'application/json', body: '{"access_token": "t0k' },
    ],
    ['a list', 'PROVIDER_CONTRACT_BROKEN', /no token answer/, json([])],
    ['null', 'PROVIDER_CONTRACT_BROKEN', /no token answer/, json(null)],
    [
      'no access token',
      'PROVIDER_CONTRACT_BROKEN',
      /no token answer/,
      json({ token_type: 'bearer', refresh_token: 't0ken' }),
    ],
    [
      'an expiry that is no number',
      'PROVIDER_CONTRACT_BROKEN',
      /no token answer/,
      json({ access_token: 't0ken', token_type: 'bearer', expires_in: 'soon' }),
    ],
    [
      'a token of an unknown type',
      'PROVIDER_CONTRACT_BROKEN',
      /no token answer/,
      json({ access_token: 't0ken', token_type: 'mac' }),
    ],
    [
      'a redirect',
      'PROVIDER_CONTRACT_BROKEN',
      /no token answer/,
      { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
    ],
    [
      'more than it may',
      'PROVIDER_CONTRACT_BROKEN',
      /no token answer/,
      json({ access_token: 't'.repeat(300_000), token_type: 'bearer' }),
    ],
    ['500', 'PROVIDER_UNAVAILABLE', /trouble of its own/, { status: 500, type: 'text/html', body: 'oops' }],
    [
      'temporarily_unavailable',
      'PROVIDER_UNAVAILABLE',
      /trouble of its own/,
      json({ error: 'temporarily_unavailable' }, 400),
    ],
    ['429', 'PROVIDER_RATE_LIMITED', /slow down/, { status: 429, headers: { 'retry-after': '30' }, body: '' }],
    ['invalid_grant', 'REAUTHORIZATION_REQUIRED', /Connect again/, json({ error: 'invalid_grant' }, 400)],
    [
      'invalid_client',
      'PROVIDER_REJECTED',
      /must check the client id and the client secret/,
      json({ error: 'invalid_client' }, 401),
    ],
    [
      'an error that echoes a secret',
      'PROVIDER_REJECTED',
      /compare its settings/,
      json({ error: CLIENT_SECRET, error_description: 't0ken' }, 400),
    ],
  ])('says in words what %s means', async (_, code, words, answer) => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = () => answer;

    const { error, message } = await fail(stage);

    expect(error).toBe(code);
    expect(message).toMatch(words);
    expect(JSON.stringify([message, stage.logged])).not.toMatch(/t0k|hub-client-secret|oops|<html>/);
  });

  test('names the client id and secret where the provider answers with a challenge', async () => {
    await using stage = await openOAuthStage(database, { auth: { clientAuthentication: 'client_secret_basic' } });
    stage.server.answerTokens = () => ({
      ...json({ error: 'invalid_client' }, 401),
      headers: { 'www-authenticate': 'Basic realm="x"' },
    });

    expect(await fail(stage)).toMatchObject({ message: expect.stringMatching(/client id and the client secret/) });
  });

  test('does not wait for ever', async () => {
    await using stage = await openOAuthStage(database, { timeoutMs: 50 });
    stage.server.answerTokens = () => new Promise(() => undefined);

    expect(await fail(stage)).toEqual({
      error: 'PROVIDER_UNAVAILABLE',
      message: expect.stringMatching(/could not be reached/),
    });
  });

  test('says that nobody is there', async () => {
    await using stage = await openOAuthStage(database);
    await stage.catalog.configure({ providerId: 'acme', endpoints: { tokenUrl: 'http://127.0.0.1:1/token' } });

    expect(await fail(stage)).toMatchObject({ error: 'PROVIDER_UNAVAILABLE' });
  });

  test('connects nothing where the account cannot be named', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = () => json({ access_token: 'of nobody', token_type: 'bearer' });

    expect(await fail(stage)).toMatchObject({ error: 'PROVIDER_REJECTED' });
    expect((await stage.integrations())[0]).toMatchObject({ state: 'DISCONNECTED', sealedCredentials: null });
  });
});

/** A first connection that does not succeed: what the browser and the owner are told. */
async function fail(stage: OAuthStage): Promise<{ error: string | null; message: string | undefined }> {
  const { url } = await stage.connect(ada);
  const [integration] = await stage.integrations();
  expect(integration).toMatchObject({ state: 'DISCONNECTED' });
  return { error: url.searchParams.get('error'), message: fromJson(integration!.problem)?.message };
}
