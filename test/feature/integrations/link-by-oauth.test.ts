import { expect, test } from 'vitest';
import { fromJson } from '../../../src/platform/database/json-text.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { CLIENT_ID, CLIENT_SECRET } from '../../kit/oauth-server.js';
import { ada, bob, openOAuthStage, operator, RETURN_URL } from '../../kit/oauth-stage.js';

describeEachDatabase((database) => {
  test('links an account and sends the browser back to the product', async () => {
    await using stage = await openOAuthStage(database);

    const { url } = await stage.connect(ada);

    const [integration] = await stage.integrations();
    expect(url.href).toBe(`${RETURN_URL}&status=connected&integrationId=${integration?.id}`);
    expect(integration).toMatchObject({
      tenantId: 'acme',
      userId: 'ada',
      providerId: 'acme',
      state: 'CONNECTED',
      accountLabel: 'acme Inc.',
      externalAccountId: 'acme',
      authMethod: 'OAUTH2',
      credentialsExpireAt: stage.clock.now + 3_600_000,
      problem: null,
    });
    expect(fromJson(integration!.grantedScopes)).toEqual(['read', 'write']);
    expect(stage.connected).toEqual([{ id: integration!.id, isNew: true }]);
    expect(stage.events).toEqual([
      {
        name: 'connectionStatusChanged',
        event: { integrationId: integration!.id, previous: 'PENDING', at: stage.clock.now },
      },
    ]);
  });

  test('keeps the tokens where only the hub reads them', async () => {
    await using stage = await openOAuthStage(database);
    await stage.connect(ada);

    const [integration] = await stage.integrations();
    const stored = await stage.credentials.read(integration!.id);

    expect(stored).toMatchObject({
      version: 1,
      credentials: { method: 'OAUTH2', expiresAt: stage.clock.now + 3_600_000, scopes: ['read', 'write'] },
    });
    expect(stage.server.secrets).toContain((stored!.credentials as { accessToken: string }).accessToken);
  });

  test('is PENDING while the person consents', async () => {
    await using stage = await openOAuthStage(database);

    const { integration, authorizationUrl, expiresAt } = await stage.start(ada, new TestBrowser());

    expect(integration).toMatchObject({ state: 'PENDING', accountLabel: null, sealedCredentials: null });
    expect(expiresAt).toBe(stage.clock.now + 600_000);
    expect(Object.fromEntries(new URL(authorizationUrl).searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: `${stage.hubUrl}/oauth/callback/acme`,
      scope: 'read write',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  test('asks for further scopes, each once, and keeps to the way a provider separates them', async () => {
    await using stage = await openOAuthStage(database, {
      auth: { scopeSeparator: ',', authorizationParameters: { prompt: 'consent' } },
    });

    const { authorizationUrl } = await stage.start(ada, new TestBrowser(), {
      scopes: ['write', 'https://acme.example/admin'],
    });

    const { searchParams } = new URL(authorizationUrl);
    expect(searchParams.get('scope')).toBe('read,write,https://acme.example/admin');
    expect(searchParams.get('prompt')).toBe('consent');
  });

  test('takes the scopes that the provider says it granted', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.answerTokens = ({ tokens }) => ({
      type: 'application/json',
      body: JSON.stringify({ ...tokens, scope: 'read,extra' }),
    });

    await stage.connect(ada);

    expect(fromJson((await stage.integrations())[0]!.grantedScopes)).toEqual(['read', 'extra']);
  });

  test('leaves PKCE out for a provider that refuses it', async () => {
    await using stage = await openOAuthStage(database, { auth: { pkce: false } });
    stage.server.answerTokens = ({ tokens }) => ({ type: 'application/json', body: JSON.stringify(tokens) });

    await stage.connect(ada);

    expect(stage.server.tokenRequests[0]?.has('code_verifier')).toBe(false);
    expect((await stage.integrations())[0]).toMatchObject({ state: 'CONNECTED' });
  });

  test('names itself by HTTP Basic where the provider wants it', async () => {
    await using stage = await openOAuthStage(database, { auth: { clientAuthentication: 'client_secret_basic' } });
    let seen: string | undefined;
    stage.server.answerTokens = ({ authorization, tokens }) => {
      seen = authorization;
      return { type: 'application/json', body: JSON.stringify(tokens) };
    };

    await stage.connect(ada);

    const basic = Buffer.from(seen!.replace('Basic ', ''), 'base64').toString();
    expect(basic.split(':').map((part) => decodeURIComponent(part))).toEqual([CLIENT_ID, CLIENT_SECRET]);
    expect(stage.server.tokenRequests[0]?.has('client_secret')).toBe(false);
  });

  test('ends at the hub’s own page where no return address was given', async () => {
    await using stage = await openOAuthStage(database);
    const browser = new TestBrowser();
    const { authorizationUrl, integration } = await stage.start(ada, browser, { returnUrl: null });

    const { url } = await browser.visit(authorizationUrl, { stopAt: `${stage.hubUrl}/?` });

    expect(url.href).toBe(`${stage.hubUrl}/?status=connected&integrationId=${integration.id}`);
  });

  test('lets a product’s server begin for its user’s browser with the operator key', async () => {
    await using stage = await openOAuthStage(database);
    const { authorizationUrl } = await stage.start({ ...operator, userId: 'carol' }, null, { bindBrowser: false });

    const { url } = await new TestBrowser().visit(authorizationUrl);

    expect(url.searchParams.get('status')).toBe('connected');
    expect(await stage.integrations()).toMatchObject([{ userId: 'carol', state: 'CONNECTED' }]);
  });

  test('puts no secret in clear into rows, addresses or the log', async () => {
    await using stage = await openOAuthStage(database);
    const browser = new TestBrowser();
    const { authorizationUrl } = await stage.start(ada, browser);
    const state = new URL(authorizationUrl).searchParams.get('state')!;

    const { url } = await browser.visit(authorizationUrl);

    const verifier = stage.server.tokenRequests[0]!.get('code_verifier')!;
    const visible = JSON.stringify([
      await stage.integrations(),
      await stage.attempts(),
      stage.logged,
      url.href,
      stage.events,
    ]);
    for (const secret of [...stage.server.secrets, state, verifier, CLIENT_SECRET])
      expect(visible).not.toContain(secret);
  });

  test('keeps referrers and caches from the code', async () => {
    await using stage = await openOAuthStage(database);
    const browser = new TestBrowser();
    const { authorizationUrl } = await stage.start(ada, browser);
    const { url } = await browser.visit(authorizationUrl, { stopAt: `${stage.hubUrl}/oauth` });

    const response = await browser.request(url);

    expect(response.status).toBe(303);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('is connected even where what follows a connection fails', async () => {
    await using stage = await openOAuthStage(database);
    stage.connected.push = () => {
      throw new Error('no queue');
    };

    const { url } = await stage.connect(ada);

    expect(url.searchParams.get('status')).toBe('connected');
    expect(stage.logged).toHaveLength(1);
  });

  test('lets two people link the same account, each as their own', async () => {
    await using stage = await openOAuthStage(database);

    await stage.connect(ada);
    await stage.connect(bob);

    expect(await stage.integrations()).toMatchObject([
      { userId: 'ada', state: 'CONNECTED' },
      { userId: 'bob', state: 'CONNECTED' },
    ]);
  });
});
