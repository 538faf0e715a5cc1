import { expect, test } from 'vitest';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { fromJson } from '../../../src/platform/database/json-text.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { ada, openOAuthStage, type OAuthStage } from '../../kit/oauth-stage.js';

describeEachDatabase((database) => {
  test('keeps the integration of an account that is linked a second time', async () => {
    await using stage = await openOAuthStage(database);
    const id = await connectedId(stage);

    const { url } = await stage.connect(ada);

    expect(url.searchParams.get('integrationId')).toBe(id);
    expect(await stage.integrations()).toMatchObject([{ id, state: 'CONNECTED', credentialsVersion: 2 }]);
    expect(stage.connected).toEqual([
      { id, isNew: true },
      { id, isNew: false },
    ]);
  });

  test('answers the replay of a link that merged', async () => {
    await using stage = await openOAuthStage(database);
    await connectedId(stage);
    const browser = new TestBrowser();
    const { authorizationUrl } = await stage.start(ada, browser);
    const { url: callback } = await browser.visit(authorizationUrl, { stopAt: `${stage.hubUrl}/oauth/callback` });
    const first = await browser.visit(callback);

    expect((await browser.visit(callback)).url.href).toBe(first.url.href);
    expect(await stage.integrations()).toHaveLength(1);
  });

  test('brings a disconnected integration back with its account', async () => {
    await using stage = await openOAuthStage(database);
    const id = await connectedId(stage);
    await stage.connections.disconnect(stage.asker(ada), { integrationId: id, deleteRecords: false });

    await stage.connect(ada);

    expect(await stage.integrations()).toMatchObject([{ id, state: 'CONNECTED' }]);
    expect(stage.events.at(-1)?.event).toMatchObject({ integrationId: id, previous: 'DISCONNECTED' });
  });

  test('makes one integration of an account that is linked twice at the same moment', async () => {
    await using stage = await openOAuthStage(database);

    const landings = await Promise.all(Array.from({ length: 5 }, () => stage.connect(ada)));

    const [integration, ...more] = await stage.integrations();
    expect(more).toEqual([]);
    expect(integration).toMatchObject({ state: 'CONNECTED', credentialsVersion: expect.any(Number) });
    expect(await stage.credentials.read(integration!.id)).not.toBeNull();
    expect(landings.map(({ url }) => url.searchParams.get('integrationId'))).toEqual(Array(5).fill(integration?.id));
    expect(stage.connected.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test('keeps state and id while the owner reconnects, and mends the problem', async () => {
    await using stage = await openOAuthStage(database);
    const id = await connectedId(stage);
    await stage.connections.markReauthorizationRequired(id, new HubError('REAUTHORIZATION_REQUIRED', 'Gone.'), 1);
    const browser = new TestBrowser();

    const { integration, authorizationUrl } = await stage.start(ada, browser, { integrationId: id });
    await browser.visit(authorizationUrl);

    expect(integration).toMatchObject({ id, state: 'REAUTHORIZATION_REQUIRED' });
    expect(await stage.integration(id)).toMatchObject({ state: 'CONNECTED', problem: null, credentialsVersion: 2 });
    expect(stage.events.at(-1)?.event).toMatchObject({ previous: 'REAUTHORIZATION_REQUIRED' });
  });

  test('leaves a connected integration as it is where the owner refuses at reconnecting', async () => {
    await using stage = await openOAuthStage(database);
    const id = await connectedId(stage);
    const before = await stage.integration(id);
    stage.server.denial = 'access_denied';

    const { url } = await stage.connect(ada, { integrationId: id });

    expect(url.searchParams.get('error')).toBe('access_denied');
    expect(await stage.integration(id)).toEqual(before);
  });

  test('does not put another account in an integration’s place', async () => {
    await using stage = await openOAuthStage(database);
    const id = await connectedId(stage);
    const before = await stage.credentials.read(id);
    stage.server.account = 'rival';

    const { url } = await stage.connect(ada, { integrationId: id });

    expect(url.searchParams.get('error')).toBe('CONFLICT');
    const after = await stage.credentials.read(id);
    expect(after?.credentials).toEqual(before?.credentials);
    expect(after?.integration).toMatchObject({ state: 'CONNECTED', externalAccountId: 'acme' });
    const { message } = fromJson(after!.integration.problem)!;
    expect(message).toContain('acme Inc.');
    expect(message).toContain('rival Inc.');
  });
});

async function connectedId(stage: OAuthStage): Promise<string> {
  const { url } = await stage.connect(ada);
  return url.searchParams.get('integrationId')!;
}
