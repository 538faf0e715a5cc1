import { expect, test } from 'vitest';
import type { OAuth2Credentials } from '../../../src/integrations/credentials.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { CLIENT_ID, CLIENT_SECRET } from '../../kit/oauth-server.js';
import { ada, bob, openOAuthStage, type OAuthStage, type StageOptions } from '../../kit/oauth-stage.js';
import type { TestDatabase } from '../../kit/databases.js';

describeEachDatabase((database) => {
  test('takes the grant back, erases the credentials and keeps the integration', async () => {
    await using stage = await openConnected(database);

    const after = await disconnect(stage);

    expect(stage.server.revoked).toEqual([stage.tokens.refreshToken]);
    expect(after).toMatchObject({
      id: stage.id,
      state: 'DISCONNECTED',
      sealedCredentials: null,
      credentialsExpireAt: null,
      grantedScopes: '[]',
      accountLabel: 'acme Inc.',
    });
    expect(stage.disconnected).toEqual([{ id: stage.id, deleteRecords: false }]);
    expect(stage.events.at(-1)?.event).toMatchObject({ integrationId: stage.id, previous: 'CONNECTED' });
  });

  test('changes nothing the second time, but can still delete the records', async () => {
    await using stage = await openConnected(database);
    const first = await disconnect(stage);
    const events = stage.events.length;
    stage.clock.now += 1000;

    const second = await disconnect(stage, true);

    expect(second).toEqual(first);
    expect(stage.events).toHaveLength(events);
    expect(stage.server.revoked).toHaveLength(1);
    expect(stage.disconnected.at(-1)).toEqual({ id: stage.id, deleteRecords: true });
  });

  test('erases nothing where what hangs on the integration cannot be ended with it', async () => {
    await using stage = await openConnected(database, { isEndingBroken: true });

    await expect(disconnect(stage, true)).rejects.toThrow('cannot be ended');

    expect(await stage.integration(stage.id)).toMatchObject({ state: 'CONNECTED' });
    expect((await stage.credentials.read(stage.id))?.credentials).toMatchObject(stage.tokens);
    expect(stage.server.revoked).toEqual([]);
  });

  test('uses the provider’s own revocation, as the account', async () => {
    const calls: object[] = [];
    await using stage = await openConnected(database, {
      auth: {
        async revoke({ fetch, apiUrl, ...grant }) {
          calls.push({ ...grant, account: await (await fetch(`${apiUrl}me`)).json() });
        },
      },
    });

    await disconnect(stage);

    expect(calls).toEqual([
      {
        accessToken: stage.tokens.accessToken,
        tokenUrl: stage.server.endpoints.tokenUrl,
        client: { id: CLIENT_ID, secret: CLIENT_SECRET },
        account: { id: 'acme', name: 'acme Inc.' },
      },
    ]);
    expect(stage.server.revoked).toEqual([]);
  });

  test.each<[string, () => Promise<{ status: number; body: string }>]>([
    ['refuses', async () => ({ status: 400, body: '{"error":"invalid_token"}' })],
    ['breaks', async () => ({ status: 500, body: 'oops' })],
    ['does not answer', () => new Promise(() => undefined)],
  ])('is done also where the provider %s', async (_, answer) => {
    await using stage = await openConnected(database, { revocationTimeoutMs: 50 });
    stage.server.answerRevocation = answer;

    expect(await disconnect(stage)).toMatchObject({ state: 'DISCONNECTED', sealedCredentials: null });
    expect(stage.logged).toHaveLength(1);
    expect(JSON.stringify(stage.logged)).not.toContain(stage.tokens.refreshToken);
  });

  test('is done also where the credentials cannot be opened', async () => {
    await using stage = await openConnected(database);
    await stage.db.updateTable('integration').set({ sealedCredentials: 'broken' }).execute();

    expect(await disconnect(stage)).toMatchObject({ state: 'DISCONNECTED', sealedCredentials: null });
  });

  test('does not take away the grant that another owner’s link of the same account lives on', async () => {
    await using stage = await openConnected(database);
    await stage.connect(bob);

    await disconnect(stage);

    expect(stage.server.revoked).toEqual([]);
    expect(await stage.integrations()).toMatchObject([
      { userId: 'ada', state: 'DISCONNECTED' },
      { userId: 'bob', state: 'CONNECTED' },
    ]);
  });

  test('ends a consent that is under way', async () => {
    await using stage = await openConnected(database);
    const browser = new TestBrowser();
    const { authorizationUrl } = await stage.start(ada, browser, { integrationId: stage.id });

    await disconnect(stage);
    const { response } = await browser.visit(authorizationUrl);

    expect(response?.status).toBe(400);
    expect(await stage.integration(stage.id)).toMatchObject({ state: 'DISCONNECTED', sealedCredentials: null });
  });

  test('does not find another person’s integration', async () => {
    await using stage = await openConnected(database);

    const theft = stage.connections.disconnect(stage.asker(bob), { integrationId: stage.id, deleteRecords: true });

    await expect(theft).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['input', 'integrationId'] });
    expect(await stage.integration(stage.id)).toMatchObject({ state: 'CONNECTED' });
    expect(stage.disconnected).toEqual([]);
  });
});

async function openConnected(
  database: TestDatabase,
  options?: StageOptions,
): Promise<OAuthStage & { id: string; tokens: OAuth2Credentials }> {
  const stage = await openOAuthStage(database, options);
  const { url } = await stage.connect(ada);
  const id = url.searchParams.get('integrationId')!;
  const tokens = (await stage.credentials.read(id))!.credentials as OAuth2Credentials;
  return Object.assign(stage, { id, tokens });
}

function disconnect(stage: OAuthStage & { id: string }, deleteRecords = false) {
  return stage.connections.disconnect(stage.asker(ada), { integrationId: stage.id, deleteRecords });
}
