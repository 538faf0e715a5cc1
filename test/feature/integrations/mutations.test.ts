import { graphql } from 'graphql';
import { expect, test } from 'vitest';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { createSchema } from '../../../src/schema.js';
import { Scope, type Services } from '../../../src/scope.js';
import type { Viewer } from '../../../src/viewer/viewer.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { ada, bob, openOAuthStage, operator, RETURN_URL, type OAuthStage } from '../../kit/oauth-stage.js';

const USER_ERRORS = 'userErrors { code message field retryable reconnectUrl }';
const START = `mutation ($input: StartOAuthInput!) {
  startOAuth(input: $input) { integration { id provider { id } connectionStatus { state } } authorizationUrl expiresAt ${USER_ERRORS} }
}`;
const CONNECT = `mutation ($input: ConnectWithApiKeyInput!) {
  connectWithApiKey(input: $input) { integration { id accountLabel authMethod connectionStatus { state } } ${USER_ERRORS} }
}`;
const DISCONNECT = `mutation ($input: DisconnectIntegrationInput!) {
  disconnectIntegration(input: $input) { integration { id connectionStatus { state connected grantedScopes } } ${USER_ERRORS} }
}`;
const CONFIGURE = `mutation ($input: ConfigureProviderInput!) {
  configureProvider(input: $input) { provider { id configured defaultScopes } ${USER_ERRORS} }
}`;

describeEachDatabase((database) => {
  test('connects and disconnects an account', async () => {
    await using hub = await openHub(database);
    const browser = new TestBrowser();

    const started = await hub.ask(ada, START, { providerId: 'acme', returnUrl: RETURN_URL }, browser);
    const { integration, authorizationUrl, expiresAt } = started.data.startOAuth;
    await browser.visit(authorizationUrl);
    const ended = await hub.ask(ada, DISCONNECT, { integrationId: integration.id });

    expect(integration).toMatchObject({ provider: { id: 'acme' }, connectionStatus: { state: 'PENDING' } });
    expect(expiresAt).toBe('2026-11-24T12:10:00.000Z');
    expect(hub.connected).toEqual([{ id: integration.id, isNew: true }]);
    expect(ended.data.disconnectIntegration).toEqual({
      integration: {
        id: integration.id,
        connectionStatus: { state: 'DISCONNECTED', connected: false, grantedScopes: [] },
      },
      userErrors: [],
    });
  });

  test('gives what the caller can mend as data', async () => {
    await using hub = await openHub(database);

    const { data, errors } = await hub.ask(
      ada,
      START,
      { providerId: 'acme', returnUrl: 'https://evil.test/' },
      new TestBrowser(),
    );

    expect(errors).toEqual([]);
    expect(data.startOAuth).toEqual({
      integration: null,
      authorizationUrl: null,
      expiresAt: null,
      userErrors: [
        {
          code: 'BAD_INPUT',
          message: expect.stringContaining('HUB_ALLOWED_ORIGINS'),
          field: ['input', 'returnUrl'],
          retryable: false,
          reconnectUrl: null,
        },
      ],
    });
  });

  test('connects by key, and points at a key that is wrong', async () => {
    await using hub = await openHub(database);

    const good = await hub.ask(ada, CONNECT, { providerId: 'keys', apiKey: 'good-team' });
    const bad = await hub.ask(ada, CONNECT, { providerId: 'keys', apiKey: 'wrong' });

    expect(good.data.connectWithApiKey).toMatchObject({
      integration: { accountLabel: 'team Inc.', authMethod: 'API_KEY', connectionStatus: { state: 'CONNECTED' } },
      userErrors: [],
    });
    expect(bad.data.connectWithApiKey).toMatchObject({
      integration: null,
      userErrors: [{ field: ['input', 'apiKey'] }],
    });
  });

  test('does not find another person’s integration', async () => {
    await using hub = await openHub(database);
    const { data } = await hub.ask(ada, CONNECT, { providerId: 'keys', apiKey: 'good-team' });
    const { id } = data.connectWithApiKey.integration;

    const answers = [
      await hub.ask(bob, DISCONNECT, { integrationId: id }),
      await hub.ask(bob, CONNECT, { providerId: 'keys', apiKey: 'good-team', integrationId: id }),
      await hub.ask(bob, START, { providerId: 'acme', integrationId: id }, new TestBrowser()),
    ];

    for (const answer of answers) {
      expect(Object.values(answer.data)).toMatchObject([
        { integration: null, userErrors: [{ code: 'NOT_FOUND', field: ['input', 'integrationId'] }] },
      ]);
    }
  });

  test('lets the operator configure a provider, and nobody else', async () => {
    await using hub = await openHub(database);
    const input = { providerId: 'bare', clientId: 'id', clientSecret: 'secret', scopes: ['all'] };

    const refused = await hub.ask({ ...ada, role: 'ADMIN' }, CONFIGURE, input);
    const stored = await hub.ask(operator, CONFIGURE, input);

    expect(refused.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(stored.data.configureProvider).toEqual({
      provider: { id: 'bare', configured: true, defaultScopes: ['all'] },
      userErrors: [],
    });
  });

  test('says which provider or address is wrong', async () => {
    await using hub = await openHub(database);

    const unknown = await hub.ask(operator, CONFIGURE, { providerId: 'nope' });
    const address = await hub.ask(operator, CONFIGURE, {
      providerId: 'acme',
      endpoints: { apiUrl: 'ftp://acme.example/' },
    });

    expect(unknown.data.configureProvider.userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['input', 'providerId'] },
    ]);
    expect(address.data.configureProvider.userErrors).toMatchObject([
      { code: 'BAD_INPUT', field: ['input', 'endpoints', 'apiUrl'] },
    ]);
  });
});

/** What a test reads of an answer: the shape is the document's. */
// oxlint-disable-next-line typescript/no-explicit-any
type Data = any;

interface Hub extends OAuthStage {
  ask(viewer: Viewer, source: string, input: object, browser?: TestBrowser): Promise<{ data: Data; errors: object[] }>;
}

async function openHub(database: TestDatabase): Promise<Hub> {
  const stage = await openOAuthStage(database);
  const schema = createSchema(stage.catalog.list());
  const services = { providers: stage.catalog, connections: stage.connections } as unknown as Services;
  return Object.assign(stage, {
    async ask(viewer: Viewer, source: string, input: object, browser?: TestBrowser) {
      const scope = new Scope(services, viewer, browser?.at(stage.hubUrl) ?? null, stage.db);
      const { data, errors = [] } = await graphql({
        schema,
        source,
        contextValue: { scope },
        variableValues: { input },
      });
      return {
        data,
        errors: errors.map(({ originalError }) => (originalError instanceof HubError ? originalError : {})),
      };
    },
  });
}
