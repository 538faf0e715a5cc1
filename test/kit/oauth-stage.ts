import cookie from '@fastify/cookie';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { migrations } from '../../migrations/index.js';
import type { HubEvents } from '../../src/events.js';
import { Connections, type Asker } from '../../src/integrations/connections.js';
import { CredentialStore } from '../../src/integrations/credential-store.js';
import type { Credentials } from '../../src/integrations/credentials.js';
import { oauthCallbackRoutes } from '../../src/integrations/oauth-callback.http.js';
import { OAuthClient } from '../../src/integrations/oauth-client.js';
import { ProviderCatalog } from '../../src/integrations/provider-catalog.js';
import type { ProviderSettings } from '../../src/integrations/provider-settings.js';
import type { OAuthRequest } from '../../src/integrations/start-oauth.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { HubError } from '../../src/platform/errors/hub-error.js';
import { browserCookie } from '../../src/platform/http/browser-cookie.js';
import { Sealer } from '../../src/platform/sealing/sealer.js';
import {
  defineProvider,
  type Account,
  type OAuth2Auth,
  type ProviderDefinition,
} from '../../src/providers/provider.js';
import { declaredProvider } from '../../src/providers/oauth2/declared-provider.js';
import { entities, type Db, type Row, type Tables } from '../../src/tables.js';
import type { Viewer } from '../../src/viewer/viewer.js';
import { VisibleReader } from '../../src/viewer/visible-reader.js';
import type { TestDatabase } from './databases.js';
import { TestBrowser, type Landing } from './oauth-browser.js';
import { CLIENT_ID, CLIENT_SECRET, startOAuthServer, type OAuthServer } from './oauth-server.js';
import { noOutbox } from './no-outbox.js';

export const ada: Viewer = { tenantId: 'acme', userId: 'ada', role: 'USER', via: 'jwt', expiresAt: null };
export const bob: Viewer = { ...ada, userId: 'bob' };
export const operator: Viewer = {
  tenantId: 'default',
  userId: 'operator',
  role: 'OPERATOR',
  via: 'operator-key',
  expiresAt: null,
};

export const PRODUCT = 'https://product.test';
export const RETURN_URL = `${PRODUCT}/settings?tab=accounts`;

export interface StageOptions {
  auth?: Partial<OAuth2Auth>;
  timeoutMs?: number;
  revocationTimeoutMs?: number;
  /** What hangs on an integration cannot be ended when it is disconnected. */
  isEndingBroken?: boolean;
}

/** The linking part of the hub on a real port, between a test's browsers and an authorization server. */
export interface OAuthStage extends AsyncDisposable {
  db: Db;
  hubUrl: string;
  server: OAuthServer;
  catalog: ProviderCatalog;
  credentials: CredentialStore;
  oauth: OAuthClient;
  connections: Connections;
  clock: { now: number };
  events: { name: string; event: HubEvents['connectionStatusChanged'] }[];
  connected: { id: string; isNew: boolean }[];
  disconnected: { id: string; deleteRecords: boolean }[];
  logged: unknown[];
  asker(viewer: Viewer, browser?: TestBrowser | null): Asker;
  /** startOAuth of provider `acme`, back to the product. */
  start(
    viewer: Viewer,
    browser: TestBrowser | null,
    request?: Partial<OAuthRequest>,
  ): ReturnType<Connections['startOAuth']>;
  /** startOAuth, consent, callback: where the browser ends up. */
  connect(viewer: Viewer, request?: Partial<OAuthRequest>, browser?: TestBrowser): Promise<Landing>;
  integrations(): Promise<Row<'integration'>[]>;
  integration(id: string): Promise<Row<'integration'>>;
  attempts(): Promise<Row<'oauth_attempt'>[]>;
}

export async function openOAuthStage(database: TestDatabase, options: StageOptions = {}): Promise<OAuthStage> {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const { db } = opened;
  const server = await startOAuthServer();
  const fastify = Fastify();
  await fastify.register(cookie);
  const finishOAuth: Connections['finishOAuth'] = (callback) => stage.connections.finishOAuth(callback);
  await fastify.register(oauthCallbackRoutes({ finishOAuth }, browserCookie(false)));
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const hubUrl = `http://127.0.0.1:${(fastify.server.address() as AddressInfo).port}`;

  const clock = { now: Date.UTC(2026, 10, 24, 12) };
  const sealer = new Sealer([{ id: 'test', key: new Uint8Array(32).fill(7) }]);
  const catalog = new ProviderCatalog({
    definitions: testProviders(options.auth),
    environment: new Map([['acme', { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }]]),
    db,
    sealer,
    publicUrl: hubUrl,
    allowPrivateEndpoints: true,
    fetch,
    build: declaredProvider,
    clock: () => clock.now,
  });
  const { apiUrl, ...endpoints } = server.endpoints;
  await catalog.configure({ providerId: 'acme', endpoints: { ...endpoints, apiUrl } });
  await catalog.configure({ providerId: 'keys', endpoints: { apiUrl } });

  const record = (...line: unknown[]) => void stage.logged.push(line);
  const oauth = new OAuthClient({
    catalog,
    fetch: globalThis.fetch,
    allowInsecureRequests: true,
    clock: () => clock.now,
    timeoutMs: options.timeoutMs,
    revocationTimeoutMs: options.revocationTimeoutMs,
  });
  const credentials = new CredentialStore(db, sealer, () => clock.now);
  const stage: OAuthStage = {
    db,
    hubUrl,
    server,
    catalog,
    credentials,
    oauth,
    clock,
    events: [],
    connected: [],
    disconnected: [],
    logged: [],
    connections: new Connections({
      db,
      catalog,
      credentials,
      oauth,
      sealer,
      allowedOrigins: [PRODUCT],
      outbox: noOutbox,
      events: {
        publish: (name, event) =>
          void stage.events.push({ name, event: event as HubEvents['connectionStatusChanged'] }),
        subscribe: () => {
          throw new Error('nobody listens here');
        },
        heard: 0,
        close: () => Promise.resolve(),
      },
      identify,
      onConnected: async (id, { isNew }) => void stage.connected.push({ id, isNew }),
      onDisconnecting: () => Promise.resolve(),
      onDisconnected: async (_trx, id, { deleteRecords }) => {
        if (options.isEndingBroken) throw new Error('what hangs on it cannot be ended');
        return () => void stage.disconnected.push({ id, deleteRecords });
      },
      log: { warn: record, error: record },
      clock: () => clock.now,
    }),
    asker: (viewer, browser = null) => ({
      viewer,
      read: new VisibleReader(db, viewer),
      browser: browser?.at(hubUrl) ?? null,
    }),
    start: (viewer, browser, request = {}) =>
      stage.connections.startOAuth(stage.asker(viewer, browser), {
        providerId: 'acme',
        returnUrl: RETURN_URL,
        bindBrowser: true,
        ...request,
      }),
    async connect(viewer, request = {}, browser = new TestBrowser()) {
      const { authorizationUrl } = await stage.start(viewer, browser, request);
      return browser.visit(authorizationUrl);
    },
    integrations: () => db.selectFrom('integration').selectAll().orderBy('id').execute(),
    integration: (id) => db.selectFrom('integration').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    attempts: () => db.selectFrom('oauth_attempt').selectAll().orderBy('id').execute(),
    async [Symbol.asyncDispose]() {
      fastify.server.closeAllConnections();
      await fastify.close();
      await server[Symbol.asyncDispose]();
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
  return stage;
}

/** `acme` by OAuth, `keys` by API key; `bare` by OAuth, and nobody configured it. */
function testProviders(auth: Partial<OAuth2Auth> = {}): ProviderDefinition[] {
  const shape = {
    category: 'Testing',
    docsUrl: 'https://acme.example/docs',
    endpoints: {
      authorizationUrl: 'https://acme.example/authorize',
      tokenUrl: 'https://acme.example/token',
      apiUrl: 'https://acme.example/api/',
    },
    limits: { integration: { requests: 10, perMs: 1000 } },
    createApi: () => null,
    identify: () => Promise.reject(new Error('the stage identifies')),
    models: [],
    actions: [],
  };
  const oauth2: OAuth2Auth = {
    method: 'OAUTH2',
    scopes: [
      { name: 'read', reason: 'to read' },
      { name: 'write', reason: 'to write' },
    ],
    pkce: true,
    clientAuthentication: 'client_secret_post',
    ...auth,
  };
  const apiKey = {
    method: 'API_KEY' as const,
    headers: ({ apiKey: key }: { apiKey: string }) => ({ authorization: `Bearer ${key}` }),
  };
  return [
    defineProvider({ ...shape, id: 'acme', name: 'Acme', auth: [oauth2] }),
    defineProvider({ ...shape, id: 'keys', name: 'Keys', auth: [apiKey] }),
    defineProvider({ ...shape, id: 'bare', name: 'Bare', auth: [oauth2] }),
  ];
}

/** Asks the server's `/api/me`; a key's account is what follows its dash. */
async function identify(
  provider: ProviderDefinition,
  credentials: Credentials,
  settings: ProviderSettings,
): Promise<Account> {
  if (credentials.method === 'API_KEY') return accountOfKey(credentials.apiKey);
  const response = await fetch(`${settings.endpoints.apiUrl}me`, {
    headers: { authorization: `Bearer ${credentials.accessToken}` },
  });
  if (!response.ok) throw new HubError('PROVIDER_REJECTED', `${provider.name} does not say who this is.`);
  const { id, sub, name } = (await response.json()) as { id?: string; sub?: string; name?: string };
  return { externalId: id ?? sub ?? '', label: name ?? sub ?? '' };
}

function accountOfKey(key: string): Account {
  if (key === 'key-down') throw new HubError('PROVIDER_UNAVAILABLE', 'Keys is down.');
  if (!key.startsWith('good-')) throw new HubError('REAUTHORIZATION_REQUIRED', 'Keys refuses.', { status: 401 });
  return { externalId: key.slice(5), label: `${key.slice(5)} Inc.` };
}
