import { expect, test } from 'vitest';
import type { ApiKeyRequest } from '../../../src/integrations/connect-with-api-key.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { ada, bob, openOAuthStage, type OAuthStage } from '../../kit/oauth-stage.js';

describeEachDatabase((database) => {
  test('links an account by its key', async () => {
    await using stage = await openOAuthStage(database);

    const integration = await connect(stage, { apiKey: '  good-team \n', apiSecret: 'hush' });

    expect(integration).toMatchObject({
      state: 'CONNECTED',
      authMethod: 'API_KEY',
      accountLabel: 'team Inc.',
      userId: 'ada',
      credentialsExpireAt: null,
    });
    expect(JSON.stringify(integration)).not.toMatch(/good-team|hush/);
    expect(await stage.credentials.read(integration.id)).toMatchObject({
      credentials: { method: 'API_KEY', apiKey: 'good-team', apiSecret: 'hush' },
    });
    expect(stage.connected).toEqual([{ id: integration.id, isNew: true }]);
  });

  test.each<[string, Partial<ApiKeyRequest>, string, string, RegExp]>([
    ['a wrong key', { apiKey: 'bad' }, 'PROVIDER_REJECTED', 'apiKey', /Keys does not accept this key/],
    ['an empty key', { apiKey: '   ' }, 'BAD_INPUT', 'apiKey', /is empty/],
    ['a huge key', { apiKey: 'k'.repeat(4001) }, 'BAD_INPUT', 'apiKey', /at most 4000/],
    ['a key of two lines', { apiKey: 'good-a\r\nx-evil: 1' }, 'BAD_INPUT', 'apiKey', /one line/],
    ['a secret that is none', { apiSecret: 'ü' }, 'BAD_INPUT', 'apiSecret', /no API key/],
    ['a provider that is not there', { providerId: 'nope' }, 'NOT_FOUND', 'providerId', /no provider "nope"/],
    ['a provider without keys', { providerId: 'acme' }, 'BAD_INPUT', 'providerId', /Use startOAuth/],
    [
      'an integration that is not there',
      { integrationId: 'int_x' },
      'NOT_FOUND',
      'integrationId',
      /no such integration/,
    ],
  ])('refuses %s and stores nothing', async (_, request, code, field, message) => {
    await using stage = await openOAuthStage(database);

    await expect(connect(stage, request)).rejects.toMatchObject({
      code,
      field: ['input', field],
      message: expect.stringMatching(message),
    });
    expect(await stage.integrations()).toEqual([]);
  });

  test('does not blame the key for an outage', async () => {
    await using stage = await openOAuthStage(database);

    await expect(connect(stage, { apiKey: 'key-down' })).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      field: undefined,
    });
  });

  test('replaces the key of an integration', async () => {
    await using stage = await openOAuthStage(database);
    const { id } = await connect(stage, { apiKey: 'good-team' });

    const again = await connect(stage, { apiKey: 'good-team', apiSecret: 'new', integrationId: id });

    expect(again).toMatchObject({ id, credentialsVersion: 2 });
    expect(await stage.credentials.read(id)).toMatchObject({ credentials: { apiSecret: 'new' } });
  });

  test('keeps one integration an account', async () => {
    await using stage = await openOAuthStage(database);

    const all = await Promise.all([connect(stage, {}), connect(stage, {}), connect(stage, {})]);

    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await stage.integrations()).toHaveLength(1);
  });

  test('does not put another account’s key in an integration’s place', async () => {
    await using stage = await openOAuthStage(database);
    const { id } = await connect(stage, { apiKey: 'good-team' });

    await expect(connect(stage, { apiKey: 'good-rival', integrationId: id })).rejects.toMatchObject({
      code: 'CONFLICT',
      field: ['input', 'integrationId'],
      message: expect.stringMatching(/team Inc\..*rival Inc\./),
    });
    expect(await stage.credentials.read(id)).toMatchObject({ credentials: { apiKey: 'good-team' } });
  });

  test('does not find another person’s integration', async () => {
    await using stage = await openOAuthStage(database);
    const { id } = await connect(stage, {});

    const theft = stage.connections.connectWithApiKey(stage.asker(bob), {
      providerId: 'keys',
      apiKey: 'good-team',
      integrationId: id,
    });

    await expect(theft).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

function connect(stage: OAuthStage, request: Partial<ApiKeyRequest>) {
  return stage.connections.connectWithApiKey(stage.asker(ada), { providerId: 'keys', apiKey: 'good-team', ...request });
}
