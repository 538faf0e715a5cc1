import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { migrations } from '../../../migrations/index.js';
import type { HubEvents } from '../../../src/events.js';
import { Health } from '../../../src/health/health.js';
import { CredentialStore } from '../../../src/integrations/credential-store.js';
import type { Credentials, OAuth2Credentials } from '../../../src/integrations/credentials.js';
import type { EventBus } from '../../../src/platform/events/event-bus.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { toJson } from '../../../src/platform/database/json-text.js';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { newId } from '../../../src/platform/id.js';
import { Sealer } from '../../../src/platform/sealing/sealer.js';
import {
  defineAction,
  defineProvider,
  type Fetch,
  type ProviderDefinition,
  type SendLimits,
} from '../../../src/providers/provider.js';
import { ActionRuns } from '../../../src/requests/action-runs.js';
import { Actions } from '../../../src/requests/actions.js';
import { ApiCallLog } from '../../../src/requests/api-call-log.js';
import { renewDueCredentials } from '../../../src/requests/credentials/renew-due.js';
import { RequestManager, type CallOptions } from '../../../src/requests/request-manager.js';
import type { OutgoingHttpOptions } from '../../../src/platform/http/outgoing-http.js';
import { OutgoingHttp } from '../../../src/platform/http/outgoing-http.js';
import { RefreshLeases } from '../../../src/integrations/refresh-leases.js';
import { ConnectionStatus } from '../../../src/integrations/connection-status.js';
import { entities, type Tables } from '../../../src/tables.js';
import { VisibleReader } from '../../../src/viewer/visible-reader.js';
import type { TestDatabase } from '../../kit/databases.js';
import { noOutbox } from '../../kit/no-outbox.js';
import { startProvider } from './provider-server.js';

export interface StageOptions {
  credentials?: Partial<OAuth2Credentials>;
  limits?: ProviderDefinition['limits'];
  idempotencyHeader?: string;
  retrying?: ProviderDefinition['retrying'];
  meaningOf?: ProviderDefinition['meaningOf'];
  isRead?: ProviderDefinition['isRead'];
  sending?: Partial<SendLimits>;
  http?: Partial<OutgoingHttpOptions>;
}

/** What the stage's provider gives its code: the bare fetch of the integration. */
export interface BareApi {
  fetch: Fetch;
  url: string;
}

/**
 * The request manager on a database of its own, before a provider that the test writes. Waits between
 * tries take no time; they are noted, and move the clock.
 */
export async function openRequestStage(database: TestDatabase, options: StageOptions = {}) {
  const place = await database.create();
  const statements = { count: 0 };
  const opened = await openDatabase<Tables>({
    url: place.url,
    entities,
    migrations,
    onStatement: () => (statements.count += 1),
  });
  await opened.migrate();
  const { db } = opened;
  const server = await startProvider();

  const stage = { now: Date.UTC(2026, 10, 24, 12), isProviderOn: true };
  const clock = () => stage.now;
  const waits: number[] = [];
  const wait = async (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    waits.push(ms);
    stage.now += ms;
    await new Promise(setImmediate);
  };

  const endpoints = { authorizationUrl: `${server.url}authorize`, tokenUrl: `${server.url}token`, apiUrl: server.url };
  const provider = defineProvider<BareApi>({
    id: 'bare',
    name: 'Bare',
    category: 'test',
    docsUrl: 'https://bare.example/docs',
    endpoints,
    auth: [
      { method: 'OAUTH2', scopes: [], pkce: true, clientAuthentication: 'client_secret_post' },
      { method: 'API_KEY', headers: ({ apiKey }) => ({ 'x-api-key': apiKey }) },
    ],
    limits: options.limits ?? { integration: { requests: 10_000, perMs: 1_000 } },
    sending: options.sending,
    retrying: options.retrying,
    idempotencyHeader: options.idempotencyHeader,
    meaningOf: options.meaningOf,
    isRead: options.isRead,
    createApi: ({ fetch, apiUrl }) => ({ fetch, url: apiUrl }),
    identify: async ({ fetch, url }) => {
      const response = await fetch(`${url}me`);
      return z.object({ externalId: z.string(), label: z.string() }).parse(await response.json());
    },
    models: [],
    actions: [
      defineAction<BareApi, { text: string }, { effect?: number }>({
        name: 'say',
        description: 'Says something.',
        input: z.strictObject({ text: z.string().min(1), tone: z.enum(['calm', 'loud']).default('calm') }),
        output: z.object({ effect: z.number().optional() }),
        run: async ({ api, input, signal }) => {
          const response = await api.fetch(`${api.url}say`, { method: 'POST', body: JSON.stringify(input), signal });
          return (await response.json()) as { effect?: number };
        },
      }),
    ],
  });

  const integrationId = newId('int');
  const store = new CredentialStore(db, new Sealer([{ id: 'k', key: new Uint8Array(randomBytes(32)) }]), clock);
  const addIntegration = async (id: string, credentials: Credentials, externalAccountId: string) => {
    await db
      .insertInto('integration')
      .values({
        id,
        providerId: provider.id,
        tenantId: 'acme',
        userId: 'ada',
        externalAccountId,
        authMethod: credentials.method,
        state: 'CONNECTED',
        stateSince: stage.now,
        grantedScopes: toJson<string[]>([]),
        credentialsVersion: 1,
        createdAt: stage.now,
        updatedAt: stage.now,
        ...(await store.columnsOf(id, credentials)),
      })
      .execute();
  };
  await addIntegration(
    integrationId,
    {
      method: 'OAUTH2',
      accessToken: 'token-0',
      refreshToken: 'refresh-0',
      expiresAt: stage.now + 3_600_000,
      lifetimeMs: 3_600_000,
      scopes: [],
      ...options.credentials,
    },
    'account-0',
  );

  const leases = new RefreshLeases(db, clock);
  const http = new OutgoingHttp({ allowPrivate: true, ...options.http });
  const published: { name: string; event: HubEvents[keyof HubEvents] }[] = [];
  const events = { publish: (name: string, event: HubEvents[keyof HubEvents]) => void published.push({ name, event }) };
  const health = new Health({ db, events, outbox: noOutbox, clock });
  const status = new ConnectionStatus({ db, events: events as EventBus<HubEvents>, outbox: noOutbox, clock });
  const warnings: unknown[] = [];
  const log = new ApiCallLog({
    db,
    onBatch: (trx, calls) => health.count(trx, calls),
    logger: { warn: (...words: unknown[]) => void warnings.push(words) },
  });
  const marked: { integrationId: string; error: HubError }[] = [];
  const providers = {
    find: (id: string) => (id === provider.id ? provider : null),
    settings: () => Promise.resolve({ endpoints, enabled: stage.isProviderOn }),
    switchedOff: () => Promise.resolve(stage.isProviderOn ? [] : [provider.id]),
  };
  const manager = new RequestManager({
    db,
    providers,
    log,
    credentials: store,
    refresh: (_, credentials) => refreshAt(endpoints.tokenUrl, credentials, clock),
    leases,
    listener: {
      onRefused: async (id, error, version) => {
        marked.push({ integrationId: id, error });
        await status.markReauthorizationRequired(id, error, version);
      },
      onTrouble: (id, error) => status.noteRefreshTrouble(id, error),
    },
    http,
    shared: null,
    clock,
    wait,
    random: () => 0.5,
  });
  const runs = new ActionRuns({ db, clock, wait });
  const logger = { error: (...words: unknown[]) => void warnings.push(words) };
  const actions = new Actions({ db, logger, runs, providers, apiOf: (id, call) => manager.apiOf(id, call), clock });
  const reader = (userId: string) =>
    new VisibleReader(db, { tenantId: 'acme', userId, role: 'USER', via: 'jwt', expiresAt: null });

  return {
    stage,
    db,
    opened,
    server,
    provider,
    endpoints,
    integrationId,
    store,
    leases,
    http,
    addIntegration,
    manager,
    log,
    health,
    actions,
    runs,
    reader,
    /** What the job does for integrations that nobody calls. */
    renewDue: () =>
      renewDueCredentials({
        db,
        providers,
        tokens: manager.tokens,
        logger: { error: (...words: unknown[]) => void warnings.push(words) },
        clock,
      }),
    waits,
    marked,
    published,
    warnings,
    statements,
    /** The integration's own fetch. */
    fetch: async (path: string, init?: RequestInit, call: Partial<CallOptions> = {}) => {
      const { signal } = new AbortController();
      const { api } = await manager.apiOf(integrationId, { purpose: 'sync', signal, syncLogId: null, ...call });
      const bare = api as BareApi;
      return bare.fetch(new URL(path, bare.url), init);
    },
    /** Rows of the call log, as they were sent. */
    rows: async () => {
      await log.flush();
      return db.selectFrom('api_call').selectAll().orderBy('at').orderBy('attempt').execute();
    },
    [Symbol.asyncDispose]: async () => {
      await log.close();
      await opened.close();
      await http.close();
      await server[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

async function refreshAt(
  tokenUrl: string,
  credentials: OAuth2Credentials,
  clock: () => number,
): Promise<OAuth2Credentials> {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credentials.refreshToken ?? '' });
  const response = await fetch(tokenUrl, { method: 'POST', body });
  if (response.status >= 500) throw new HubError('PROVIDER_UNAVAILABLE', 'Bare cannot renew tokens just now.');
  const answer = (await response.json()) as { access_token: string; refresh_token: string; expires_in: number };
  if (!response.ok) throw new HubError('REAUTHORIZATION_REQUIRED', 'Bare took the grant back.');
  return {
    ...credentials,
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresAt: clock() + answer.expires_in * 1000,
  };
}
