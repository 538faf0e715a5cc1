import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { migrations } from '../../migrations/index.js';
import { Health } from '../../src/health/health.js';
import { CredentialStore } from '../../src/integrations/credential-store.js';
import { RefreshLeases } from '../../src/integrations/refresh-leases.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { toJson } from '../../src/platform/database/json-text.js';
import { OutgoingHttp } from '../../src/platform/http/outgoing-http.js';
import { newId } from '../../src/platform/id.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Sealer } from '../../src/platform/sealing/sealer.js';
import { defineProvider, type Fetch } from '../../src/providers/provider.js';
import { ApiCallLog } from '../../src/requests/api-call-log.js';
import { RequestManager } from '../../src/requests/request-manager.js';
import { entities, type Tables } from '../../src/tables.js';
import { scratchFolder } from '../scratch.js';

export interface HubFetch extends AsyncDisposable {
  /** The `fetch` of an integration, as a provider's SDK is handed it. */
  fetchAt(url: string): Fetch;
  /** Statements sent to the database so far. */
  statements(): number;
}

/** The request manager as the hub runs it, on SQLite, for one OAuth integration. */
export async function openHubFetch(): Promise<HubFetch> {
  const folder = await scratchFolder();
  let statements = 0;
  const opened = await openDatabase<Tables>({
    url: `sqlite:${join(folder.path, 'hub.sqlite')}`,
    entities,
    migrations,
    onStatement: () => (statements += 1),
  });
  await opened.migrate();
  const { db } = opened;
  const store = new CredentialStore(db, new Sealer([{ id: 'bench', key: new Uint8Array(randomBytes(32)) }]));
  const integrationId = await insertIntegration(db, store);
  const health = new Health({
    db,
    events: { publish: () => undefined },
    outbox: { add: () => Promise.resolve(() => undefined) },
    clock: Date.now,
  });
  const logger = createLogger({ level: 'silent' });
  const log = new ApiCallLog({ db, onBatch: (trx, calls) => health.count(trx, calls), logger });
  const http = new OutgoingHttp({ allowPrivate: true });
  const requests = new RequestManager({
    db,
    providers: {
      find: () => provider,
      settings: () => Promise.resolve({ endpoints: provider.endpoints, enabled: true }),
    },
    credentials: store,
    leases: new RefreshLeases(db, Date.now),
    refresh: () => Promise.reject(new Error('Nothing expires in a bench.')),
    listener: { onRefused: () => Promise.resolve(), onTrouble: () => Promise.resolve() },
    log,
    http,
    shared: null,
  });

  return {
    fetchAt: (url) =>
      requests.fetchOf(
        { integrationId, provider },
        { authorizationUrl: url, tokenUrl: url, apiUrl: url },
        { purpose: 'sync', signal: new AbortController().signal, syncLogId: null },
      ),
    statements: () => statements,
    async [Symbol.asyncDispose]() {
      await log.close();
      await http.close();
      await opened.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const provider = defineProvider({
  id: 'bench',
  name: 'Bench',
  category: 'bench',
  docsUrl: 'https://example.com',
  endpoints: { authorizationUrl: '', tokenUrl: '', apiUrl: '' },
  auth: [{ method: 'OAUTH2', scopes: [], pkce: true, clientAuthentication: 'client_secret_post' }],
  limits: { integration: { requests: 1_000_000, perMs: 1_000 }, app: { requests: 1_000_000, perMs: 1_000 } },
  createApi: () => null,
  identify: () => Promise.resolve({ externalId: 'bench', label: 'Bench' }),
  models: [],
  actions: [],
});

async function insertIntegration(
  db: Awaited<ReturnType<typeof openDatabase<Tables>>>['db'],
  store: CredentialStore,
): Promise<string> {
  const id = newId('int');
  const hourMs = 3_600_000;
  const credentials = {
    method: 'OAUTH2' as const,
    accessToken: randomBytes(32).toString('base64url'),
    refreshToken: null,
    expiresAt: Date.now() + hourMs,
    lifetimeMs: hourMs,
    scopes: [],
  };
  await db
    .insertInto('integration')
    .values({
      id,
      providerId: 'bench',
      tenantId: 'default',
      userId: 'operator',
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: 0,
      grantedScopes: toJson<string[]>([]),
      credentialsVersion: 1,
      createdAt: 0,
      updatedAt: 0,
      ...(await store.columnsOf(id, credentials)),
    })
    .execute();
  return id;
}
