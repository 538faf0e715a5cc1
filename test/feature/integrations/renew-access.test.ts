import { expect, test } from 'vitest';
import type { OAuth2Credentials } from '../../../src/integrations/credentials.js';
import { describeEachDatabase } from '../../kit/databases.js';
import type { ServerAnswer } from '../../kit/oauth-server.js';
import { ada, openOAuthStage } from '../../kit/oauth-stage.js';

const json = (body: unknown, status = 200): ServerAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

const OLD: OAuth2Credentials = {
  method: 'OAUTH2',
  accessToken: 'old-access',
  refreshToken: 'old-refresh',
  expiresAt: 0,
  lifetimeMs: 3_600_000,
  scopes: ['read'],
};

describeEachDatabase((database) => {
  test('gives new tokens for old', async () => {
    await using stage = await openOAuthStage(database);

    const renewed = await stage.oauth.refreshCredentials('acme', OLD);

    expect(renewed).toMatchObject({ method: 'OAUTH2', expiresAt: stage.clock.now + 3_600_000, scopes: ['read'] });
    expect(stage.server.secrets).toEqual([renewed.accessToken, renewed.refreshToken]);
    expect(Object.fromEntries(stage.server.tokenRequests[0]!)).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'old-refresh',
    });
  });

  test('keeps the refresh token where the provider gives no other', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = () =>
      json({ access_token: 'new', token_type: 'bearer', expires_in: '60', scope: 'read write' });

    expect(await stage.oauth.refreshCredentials('acme', OLD)).toEqual({
      method: 'OAUTH2',
      accessToken: 'new',
      refreshToken: 'old-refresh',
      expiresAt: stage.clock.now + 60_000,
      lifetimeMs: 60_000,
      scopes: ['read', 'write'],
    });
  });

  test.each([
    ['REAUTHORIZATION_REQUIRED', false, json({ error: 'invalid_grant' }, 400)],
    ['PROVIDER_REJECTED', false, json({ error: 'invalid_client' }, 401)],
    ['PROVIDER_UNAVAILABLE', true, { status: 503, body: '' }],
    ['PROVIDER_CONTRACT_BROKEN', false, { type: 'text/html', body: '<html>' }],
  ])('tells what is over (%s) from what may come back', async (code, retryable, answer) => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = () => answer;

    await expect(stage.oauth.refreshCredentials('acme', OLD)).rejects.toMatchObject({ code, retryable });
  });

  test('says when the provider wants to be asked again', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = () => ({ status: 429, headers: { 'retry-after': '30' }, body: '' });

    const error = await stage.oauth.refreshCredentials('acme', OLD).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAt: stage.clock.now + 30_000 });
  });

  test('needs a refresh token, and an OAuth grant', async () => {
    await using stage = await openOAuthStage(database);
    const over = { code: 'REAUTHORIZATION_REQUIRED' };

    await expect(stage.oauth.refreshCredentials('acme', { ...OLD, refreshToken: null })).rejects.toMatchObject(over);
    await expect(
      stage.oauth.refreshCredentials('acme', { method: 'API_KEY', apiKey: 'k', apiSecret: null }),
    ).rejects.toMatchObject(over);
  });

  test('puts no token into what it throws', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = () =>
      json({ error: 'invalid_grant', error_description: 'old-refresh is revoked' }, 400);

    const error = (await stage.oauth.refreshCredentials('acme', OLD).catch((thrown: unknown) => thrown)) as Error;

    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('old-refresh');
  });

  test('lets one of two writers replace the credentials that both read', async () => {
    await using stage = await openOAuthStage(database);
    await stage.connect(ada);
    const [{ id } = { id: '' }] = await stage.integrations();
    const { version } = (await stage.credentials.read(id))!;

    const wins = await Promise.all([
      stage.credentials.replace(id, version, { ...OLD, accessToken: 'first' }),
      stage.credentials.replace(id, version, { ...OLD, accessToken: 'second' }),
    ]);

    expect(wins.filter(Boolean)).toHaveLength(1);
    const stored = await stage.credentials.read(id);
    expect(stored).toMatchObject({ version: version + 1, credentials: { accessToken: wins[0] ? 'first' : 'second' } });
  });

  test('does not bring erased credentials back', async () => {
    await using stage = await openOAuthStage(database);
    await stage.connect(ada);
    const [{ id } = { id: '' }] = await stage.integrations();
    const { version } = (await stage.credentials.read(id))!;

    await stage.credentials.erase(id);

    expect(await stage.credentials.replace(id, version, OLD)).toBe(false);
    expect(await stage.credentials.replace(id, version + 1, OLD)).toBe(false);
    expect(await stage.credentials.read(id)).toBeNull();
  });

  test('does not open credentials that were copied to another integration', async () => {
    await using stage = await openOAuthStage(database);
    await stage.connect(ada);
    stage.server.account = 'other';
    await stage.connect(ada);
    const [one, two] = await stage.integrations();
    await stage.db
      .updateTable('integration')
      .set({ sealedCredentials: one!.sealedCredentials })
      .where('id', '=', two!.id)
      .execute();

    await expect(stage.credentials.read(two!.id)).rejects.toThrow(/sealed for another place/);
  });
});
