import { expect, test, vi } from 'vitest';
import { catalogue } from '../../../src/providers/index.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { contactsDeclaration, OPENID, startContactsServer, type ContactsServer } from '../../kit/contacts-server.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { linkAtOidc } from '../../kit/link-at-oidc.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { startOidcServer, type OidcServer } from '../../kit/oauth-oidc.js';
import { CLIENT_ID, CLIENT_SECRET, startOAuthServer } from '../../kit/oauth-server.js';

const DECLARE = `mutation ($input: DeclareProviderInput!) {
  declareProvider(input: $input) {
    provider { id name kind configured redirectUrl models { name supportsIncremental } }
    userErrors { code message field }
  }
}`;
const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;
const REMOVE = `mutation ($id: ID!) { removeProvider(input: { providerId: $id }) { removedProviderId userErrors { code message field } } }`;
const DISCONNECT = `mutation ($id: ID!) { disconnectIntegration(input: { integrationId: $id }) { userErrors { message } } }`;
const TRIGGER = `mutation ($id: ID!, $kind: SyncKind!) { triggerSync(input: { integrationId: $id, kind: $kind }) { syncLogs { id } userErrors { message } } }`;
const STATE = `query ($id: ID!) { integration(id: $id) {
  accountLabel externalAccountId provider { name kind }
  connectionStatus { state problem { code message } }
  syncs { model lastSuccessAt }
  lastSyncLog { id state kind added updated deleted unchanged problem { code message } }
  records(first: 50, filter: { includeDeleted: true }) { nodes { __typename model externalId deletedAt data } }
} }`;

interface State {
  accountLabel: string;
  externalAccountId: string;
  provider: { name: string; kind: string };
  connectionStatus: { state: string; problem: { code: string; message: string } | null };
  syncs: { model: string; lastSuccessAt: string | null }[];
  lastSyncLog: { id: string; state: string; kind: string; added: number; updated: number; deleted: number } | null;
  records: {
    nodes: { __typename: string; model: string; externalId: string; deletedAt: string | null; data: unknown }[];
  };
}

describeEachDatabase((database) => {
  test('links an account at an issuer that was declared, and keeps its list in step', async () => {
    await using stage = await openStage(database);
    const { hub, api } = stage;
    api.contacts = [1, 2, 3, 4, 5].map((id) => contact(id, 'first'));

    const { provider } = await declare(stage, contactsOf(stage));
    await configure(stage);
    const id = await linkAtOidc(hub, 'crm');

    expect(provider).toMatchObject({ id: 'crm', kind: 'DECLARED', models: [{ name: 'CrmContact' }] });
    const first = await ended(hub, id, 'FULL');
    expect(first).toMatchObject({
      accountLabel: 'ada@acme',
      externalAccountId: 'ada@acme',
      provider: { name: 'Contacts', kind: 'DECLARED' },
      lastSyncLog: { state: 'SUCCEEDED', added: 5 },
    });
    expect(first.records.nodes.map(({ __typename, model, externalId }) => [__typename, model, externalId])).toEqual(
      ['1', '2', '3', '4', '5'].map((externalId) => ['GenericRecord', 'CrmContact', externalId]),
    );

    api.contacts = [api.contacts[0]!, contact(2, 'second'), contact(6, 'new'), { ...contact(3, 'x'), archived: true }];
    await hub.get(TRIGGER, { id, kind: 'INCREMENTAL' });
    const second = await ended(hub, id, 'INCREMENTAL');

    expect(second.lastSyncLog).toMatchObject({ state: 'SUCCEEDED', added: 1, updated: 1, deleted: 1 });
    expect(api.asked.at(-1)).toMatch(/updated_since=\d{4}-/);
    expect(second.records.nodes.find(({ externalId }) => externalId === '3')?.deletedAt).not.toBeNull();
    expect(second.records.nodes.find(({ externalId }) => externalId === '2')?.data).toMatchObject({ name: 'second' });

    api.contacts = api.contacts
      .filter(({ id: contactId }) => contactId !== 1)
      .concat([contact(4, 'a'), contact(5, 'a')]);
    await hub.get(TRIGGER, { id, kind: 'FULL' });
    const third = await ended(hub, id, 'FULL', second.lastSyncLog?.id);

    expect(third.records.nodes.find(({ externalId }) => externalId === '1')?.deletedAt).not.toBeNull();
  });

  test.for([
    ['what is no list', '{"data":{"items":"none"}}', 'data.items'],
    ['what is no JSON', '<html>', 'not JSON'],
    ['an item without an id', '{"data":{"items":[{"name":"nobody"}]},"meta":{}}', 'id'],
  ] as const)('fails plainly at %s, and loses nothing', async ([, body, word]) => {
    await using stage = await openStage(database);
    const { hub, api } = stage;
    api.contacts = [contact(1, 'first'), contact(2, 'first')];
    await declare(stage, contactsOf(stage));
    await configure(stage);
    const id = await linkAtOidc(hub, 'crm');
    const before = await ended(hub, id, 'FULL');

    api.answerOnce = { status: 200, body };
    await hub.get(TRIGGER, { id, kind: 'FULL' });
    const after = await ended(hub, id, 'FULL', before.lastSyncLog?.id);

    expect(after.lastSyncLog).toMatchObject({ state: 'FAILED', problem: { code: 'PROVIDER_CONTRACT_BROKEN' } });
    expect(JSON.stringify(after.lastSyncLog)).toContain(word);
    expect(after.records.nodes).toEqual(before.records.nodes);
  });

  test('takes addresses that are given one by one, and asks the service itself who the account is', async () => {
    await using stage = await openStage(database);
    const { authorizationUrl, tokenUrl } = stage.oidc.endpoints;
    const { url } = stage.api;

    await declare(stage, {
      id: 'crm',
      name: 'Contacts',
      apiUrl: `${url}/v1`,
      oauth: { authorizationUrl, tokenUrl, clientAuthentication: 'CLIENT_SECRET_POST', scopes: OPENID },
      account: { path: 'me', id: 'user.id', label: 'user.email' },
    });
    await configure(stage);
    const id = await linkAtOidc(stage.hub, 'crm');

    expect(await state(stage.hub, id)).toMatchObject({
      accountLabel: 'ada@contacts.example',
      externalAccountId: '42',
      syncs: [],
    });
    const { callProvider } = await stage.hub.get<{ callProvider: unknown }>(
      `mutation ($id: ID!) { callProvider(input: { integrationId: $id, method: GET, path: "contacts" }) { status body userErrors { message } } }`,
      { id },
    );
    expect(callProvider).toMatchObject({ status: 200, body: { data: { items: [] } }, userErrors: [] });
  });

  test('links and calls a service of the catalogue, of which it knows the addresses only', async () => {
    await using stage = await openStage(database);
    await using server = await startOAuthServer();
    server.answerTokens = ({ tokens: { token_type: _, ...rest } }) => ({
      type: 'application/json',
      body: JSON.stringify(rest),
    });
    const endpoints = { ...server.endpoints, apiUrl: stage.api.url };
    await stage.hub.get(CONFIGURE, {
      input: { providerId: 'spotify', clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, endpoints },
    });

    const browser = new TestBrowser();
    const { startOAuth } = await stage.hub.get<{ startOAuth: { authorizationUrl: string } }>(
      `mutation { startOAuth(input: { providerId: "spotify" }) { authorizationUrl } }`,
      {},
      { cookies: { keep: (response) => browser.keep(stage.hub.url, response) } },
    );
    const { url } = await browser.visit(startOAuth.authorizationUrl);

    expect(url.searchParams.get('status')).toBe('connected');
    expect(await state(stage.hub, url.searchParams.get('integrationId')!)).toMatchObject({
      accountLabel: 'ada@contacts.example',
      externalAccountId: '42',
      provider: { kind: 'CATALOGUE' },
      syncs: [],
    });
    expect(stage.api.asked).toEqual(['/v1/me']);
  });

  test('syncs a model that is declared later for the accounts that are linked already', async () => {
    await using stage = await openStage(database);
    stage.api.contacts = [contact(1, 'first')];
    const { models, ...bare } = contactsOf(stage);
    await declare(stage, { ...bare, models: [] });
    await configure(stage);
    const id = await linkAtOidc(stage.hub, 'crm');
    await declare(stage, { ...bare, models: [{ ...models[0], name: 'CrmPerson' }] });

    await declare(stage, { ...bare, models });

    await vi.waitFor(
      async () => {
        const { syncs } = await state(stage.hub, id);
        expect(syncs.find(({ model }) => model === 'CrmContact')?.lastSuccessAt).toBeTruthy();
      },
      { timeout: 20_000, interval: 100 },
    );
    const synced = await state(stage.hub, id);
    expect(synced.records.nodes.filter(({ model }) => model === 'CrmContact')).toHaveLength(1);
  });

  test('is forgotten once no account is linked there', async () => {
    await using stage = await openStage(database);
    await declare(stage, contactsOf(stage));
    await configure(stage);
    const id = await linkAtOidc(stage.hub, 'crm');
    await ended(stage.hub, id, 'FULL');

    const early = await stage.hub.get<Removal>(REMOVE, { id: 'crm' });
    await stage.hub.get(DISCONNECT, { id });
    const late = await stage.hub.get<Removal>(REMOVE, { id: 'crm' });
    const twice = await stage.hub.get<Removal>(REMOVE, { id: 'crm' });

    expect(early.removeProvider).toMatchObject({
      removedProviderId: null,
      userErrors: [{ code: 'CONFLICT', field: ['input', 'providerId'] }],
    });
    expect(late.removeProvider).toEqual({ removedProviderId: 'crm', userErrors: [] });
    expect(twice.removeProvider.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await stage.hub.get(`{ provider(id: "crm") { id } }`)).toEqual({ provider: null });
    expect(await state(stage.hub, id)).toMatchObject({ provider: { name: 'crm' } });
  });

  test('refuses what it could not keep to, and says where', async () => {
    await using stage = await openStage(database);
    const good = contactsOf(stage);
    const [model] = good.models;
    const { authorizationUrl } = stage.oidc.endpoints;

    const refusals: [object, (string | number)[]][] = [
      [{ ...good, id: 'Crm' }, ['id']],
      [{ ...good, id: 'slack' }, ['id']],
      [{ ...good, name: ' ' }, ['name']],
      [{ ...good, apiUrl: 'ftp://contacts.example' }, ['apiUrl']],
      [{ ...good, oauth: { ...good.oauth, issuer: `${stage.api.url}/nobody` } }, ['oauth', 'issuer']],
      [{ ...good, oauth: { authorizationUrl } }, ['oauth', 'tokenUrl']],
      [{ ...good, oauth: { authorizationUrl, tokenUrl: authorizationUrl } }, ['account']],
      [
        { ...good, oauth: { ...good.oauth, scopes: [{ name: 'a b', reason: 'Why.' }] } },
        ['oauth', 'scopes', '0', 'name'],
      ],
      [{ ...good, models: [{ ...model, name: 'contact' }] }, ['models', '0', 'name']],
      [{ ...good, models: [model, model] }, ['models', '1', 'name']],
      [{ ...good, models: [{ ...model, name: slack.models[0]?.name }] }, ['models', '0', 'name']],
      [{ ...good, models: [{ ...model, fullSchedule: 'often' }] }, ['models', '0', 'fullSchedule']],
      [{ ...good, models: [{ ...model, items: 'data..items' }] }, ['models', '0', 'items']],
      [
        { ...good, models: [{ ...model, paging: { style: 'CURSOR', next: 'next' } }] },
        ['models', '0', 'paging', 'parameter'],
      ],
      [{ ...good, models: [{ ...model, paging: { style: 'OFFSET' } }] }, ['models', '0', 'paging', 'parameter']],
      [{ ...good, requestsPerMinute: 0 }, ['requestsPerMinute']],
    ];
    for (const [input, field] of refusals) {
      const { declareProvider } = await stage.hub.get<Declared>(DECLARE, { input });
      expect(declareProvider.userErrors[0]?.field, JSON.stringify(input)).toEqual(['input', ...field]);
      expect(declareProvider.provider).toBeNull();
    }
    expect(await stage.hub.get(`{ providers(kinds: [DECLARED]) { totalCount } }`)).toEqual({
      providers: { totalCount: 0 },
    });
  });
});

interface Stage extends AsyncDisposable {
  hub: HubHere;
  oidc: OidcServer;
  api: ContactsServer;
}

async function openStage(database: TestDatabase): Promise<Stage> {
  const hub = await openHubHere(database, { definitions: [slack, ...catalogue] });
  const oidc = await startOidcServer(`${hub.url}/oauth/callback/crm`);
  const api = await startContactsServer();
  return {
    hub,
    oidc,
    api,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await oidc[Symbol.asyncDispose]();
      await api[Symbol.asyncDispose]();
    },
  };
}

function contactsOf({ oidc, api }: Stage) {
  return contactsDeclaration('crm', oidc, api);
}

function contact(id: number, name: string) {
  return { id, name, updated_at: new Date().toISOString() };
}

interface Declared {
  declareProvider: {
    provider: { id: string; kind: string } | null;
    userErrors: { code: string; message: string; field: string[] }[];
  };
}

interface Removal {
  removeProvider: { removedProviderId: string | null; userErrors: { code: string; field: string[] }[] };
}

async function declare({ hub }: Stage, input: object): Promise<Declared['declareProvider']> {
  const { declareProvider } = await hub.get<Declared>(DECLARE, { input });
  expect(declareProvider.userErrors).toEqual([]);
  return declareProvider;
}

async function configure({ hub, oidc }: Stage): Promise<void> {
  const { clientId, clientSecret } = oidc;
  await hub.get(CONFIGURE, { input: { providerId: 'crm', clientId, clientSecret } });
}

async function state(hub: HubHere, id: string): Promise<State> {
  return (await hub.get<{ integration: State }>(STATE, { id })).integration;
}

/** The integration once a run of that kind, other than the one before, is over. */
async function ended(hub: HubHere, id: string, kind: string, before?: string): Promise<State> {
  await vi.waitFor(
    async () => {
      const { lastSyncLog } = await state(hub, id);
      expect(lastSyncLog?.kind).toBe(kind);
      expect(lastSyncLog?.id).not.toBe(before);
      expect(['SUCCEEDED', 'FAILED']).toContain(lastSyncLog?.state);
    },
    { timeout: 10_000, interval: 50 },
  );
  // Anew: an answer may have read the records before the end of the run.
  return state(hub, id);
}
