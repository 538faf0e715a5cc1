import { migrations } from '../../migrations/index.js';
import { toJson } from '../../src/platform/database/json-text.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { newId } from '../../src/platform/id.js';
import { providers } from '../../src/providers/index.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { entities, type Db, type Tables } from '../../src/tables.js';

const HOUR_MS = 3_600_000;

/**
 * Makes a database with integrations that have all that the dashboard shows. Nothing in it is due soon.
 * @param runs of each sync.
 */
export async function seedDashboard(path: string, count: number, runs = 20): Promise<void> {
  const opened = await openDatabase<Tables>({ url: `sqlite:${path}`, entities, migrations });
  await opened.migrate();
  const now = Date.now();
  await opened.db.transaction().execute(async (trx) => {
    for (let index = 0; index < count; index += 1) {
      const provider = providers[index % providers.length];
      if (provider !== undefined) await seedIntegration(trx, provider, { index, now, runs });
    }
  });
  await opened.close();
}

async function seedIntegration(
  db: Db,
  provider: ProviderDefinition,
  { index, now, runs }: { index: number; now: number; runs: number },
): Promise<void> {
  const integrationId = newId('int');
  const scopes = provider.auth.flatMap((auth) => (auth.method === 'OAUTH2' ? auth.scopes.map(({ name }) => name) : []));
  await db
    .insertInto('integration')
    .values({
      id: integrationId,
      providerId: provider.id,
      tenantId: `tenant-${index % 5}`,
      userId: `user-${index}`,
      accountLabel: `person-${index}@example.com`,
      externalAccountId: `account-${index}`,
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: now - 48 * HOUR_MS,
      // One grant in ten lacks a scope.
      grantedScopes: toJson(index % 10 === 0 ? scopes.slice(1) : scopes),
      credentialsVersion: 1,
      credentialsExpireAt: now + HOUR_MS,
      problem: null,
      lastSyncAt: now - HOUR_MS,
      createdAt: now - 72 * HOUR_MS,
      updatedAt: now - HOUR_MS,
    })
    .execute();
  await seedHealth(db, integrationId, index, now);
  for (const model of provider.models) await seedSync(db, integrationId, model.name, { now, runs });
}

async function seedHealth(db: Db, integrationId: string, index: number, now: number): Promise<void> {
  const failures = index % 7 === 0 ? 5 : 0;
  await db
    .insertInto('health')
    .values({
      integrationId,
      state: failures === 0 ? 'HEALTHY' : 'DEGRADED',
      calls: 200,
      failures,
      p95LatencyMs: 180 + index,
      lastSuccessAt: now - HOUR_MS,
      lastFailureAt: failures === 0 ? null : now - 2 * HOUR_MS,
      changedAt: now - 24 * HOUR_MS,
      staleAt: now + 24 * HOUR_MS,
    })
    .execute();
  await db
    .insertInto('quota')
    .values({ integrationId, callLimit: 600, remaining: 600 - index, resetsAt: now + HOUR_MS, updatedAt: now })
    .execute();
}

async function seedSync(
  db: Db,
  integrationId: string,
  model: string,
  { now, runs }: { now: number; runs: number },
): Promise<void> {
  const syncId = newId('sync');
  await db
    .insertInto('sync')
    .values({
      id: syncId,
      integrationId,
      model,
      state: 'SUCCEEDED',
      lastSuccessAt: now - HOUR_MS,
      lastSuccessStartedAt: now - HOUR_MS - 5000,
      nextFullAt: now + 24 * HOUR_MS,
      nextIncrementalAt: now + 12 * HOUR_MS,
      recordCount: 5000,
      createdAt: now - 72 * HOUR_MS,
    })
    .execute();
  for (let run = runs; run > 0; run -= 1) await seedRun(db, integrationId, syncId, model, now - run * HOUR_MS);
}

async function seedRun(db: Db, integrationId: string, syncId: string, model: string, at: number): Promise<void> {
  await db
    .insertInto('sync_log')
    .values({
      id: newId('slog'),
      syncId,
      integrationId,
      model,
      kind: 'INCREMENTAL',
      trigger: 'SCHEDULE',
      state: 'SUCCEEDED',
      queuedAt: at,
      startedAt: at + 20,
      finishedAt: at + 5000,
      pages: 2,
      apiCalls: 2,
      retries: 0,
      added: 3,
      updated: 4,
      deleted: 1,
      unchanged: 0,
      pauses: 0,
    })
    .execute();
}
