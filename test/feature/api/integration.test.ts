import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { toJson } from '../../../src/platform/database/json-text.js';
import type { Problem } from '../../../src/platform/errors/problem.js';
import { ada, openApi, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addHealth, addIntegration, addQuota, addSync, addSyncLog, NOON } from '../../kit/rows.js';

const INTEGRATION = await readFile('schema/operations/integration.graphql', 'utf8');
const noon = '2026-11-24T12:00:00.000Z';

const refused: Problem = {
  code: 'REAUTHORIZATION_REQUIRED',
  message: 'Things no longer takes our key. Reconnect the account.',
  retryable: false,
  retryAt: null,
  occurredAt: NOON,
};

describeEachDatabase((database) => {
  test('says how a connection stands, and what it lacks', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db, { lastSyncAt: NOON });
    await addSync(api.db, { integrationId: id, nextFullAt: NOON + 5000, nextIncrementalAt: NOON + 1000 });

    const { connectionStatus } = await ask(api, id);

    expect(connectionStatus).toEqual({
      state: 'CONNECTED',
      since: noon,
      grantedScopes: ['things.read'],
      missingScopes: ['things.write'],
      credentialsExpireAt: null,
      lastSyncAt: noon,
      nextSyncAt: '2026-11-24T12:00:01.000Z',
      problem: null,
    });
  });

  test('shows how its calls went quarter hour by quarter hour, and of no other', async () => {
    await using api = await openApi(database);
    const [{ id }, other] = [await addIntegration(api.db), await addIntegration(api.db, { userId: 'bob' })];
    const bucket = { integrationId: id, bin: 1, calls: 5, failures: 1 };
    const rows = [
      { ...bucket, bucketAt: NOON },
      { ...bucket, bucketAt: NOON - 900_000 },
      { ...bucket, bucketAt: NOON, bin: 2, failures: 4 },
      { ...bucket, bucketAt: NOON, integrationId: other.id },
    ];
    await api.db.insertInto('health_bucket').values(rows).execute();

    const { data } = await api.askAs(ada, '{ integrations { nodes { callStretches { startsAt calls failures } } } }');

    expect(data.integrations.nodes).toEqual([
      {
        callStretches: [
          { startsAt: '2026-11-24T11:45:00.000Z', calls: 5, failures: 1 },
          { startsAt: noon, calls: 10, failures: 5 },
        ],
      },
    ]);
  });

  test('sends the owner to where they mend it, and only where reconnecting mends it', async () => {
    await using api = await openApi(database);
    const problem = toJson(refused);
    const broken = await addIntegration(api.db, { state: 'REAUTHORIZATION_REQUIRED', problem });
    const shaky = await addIntegration(api.db, { problem: toJson({ ...refused, code: 'PROVIDER_UNAVAILABLE' }) });

    const [toMend, toWait] = [await ask(api, broken.id), await ask(api, shaky.id)];

    expect(toMend.connectionStatus.problem).toEqual({
      ...refused,
      occurredAt: noon,
      reconnectUrl: `https://hub.example/?reconnect=${broken.id}`,
    });
    expect(toWait.connectionStatus.problem.reconnectUrl).toBeNull();
  });

  test('knows nothing of the health of an integration without calls', async () => {
    await using api = await openApi(database);
    const fresh = await addIntegration(api.db);
    const idle = await addIntegration(api.db);
    await addHealth(api.db, { integrationId: idle.id, state: 'DOWN', calls: 0, failures: 0, lastFailureAt: NOON });

    const [unseen, quiet] = [await ask(api, fresh.id), await ask(api, idle.id)];

    expect(unseen.health).toMatchObject({ state: 'UNKNOWN', errorRate24h: 0, calls24h: 0, p95LatencyMs: null });
    expect(unseen.health.reason).toBe('No call was made in the last 24 hours, so nothing is known.');
    expect(quiet.health).toMatchObject({ state: 'UNKNOWN', errorRate24h: 0, lastFailureAt: noon });
  });

  test.each([
    ['HEALTHY', 1, 0, 'The only call of the last 24 hours succeeded.'],
    [
      'HEALTHY',
      1000,
      5,
      '5 of 1000 calls failed in the last 24 hours (0.5 %); below 1 % an integration counts as healthy.',
    ],
    [
      'DEGRADED',
      100,
      3,
      '3 of 100 calls failed in the last 24 hours (3.0 %); from 1 % on an integration counts as degraded.',
    ],
    [
      'DOWN',
      100,
      50,
      '50 of 100 calls failed in the last 24 hours (50 %); from 10 % on an integration counts as down.',
    ],
    ['DOWN', 7, 7, 'All 7 calls of the last 24 hours failed.'],
  ] as const)('says why it is %s with %i calls and %i failures', async (state, calls, failures, reason) => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addHealth(api.db, { integrationId: id, state, calls, failures, p95LatencyMs: 80 });

    const { health } = await ask(api, id);

    expect(health).toMatchObject({ state, reason, errorRate24h: failures / calls, p95LatencyMs: 80 });
  });

  test('shows what the provider said of its limit', async () => {
    await using api = await openApi(database);
    const [told, untold] = [await addIntegration(api.db), await addIntegration(api.db)];
    await addQuota(api.db, { integrationId: told.id });

    expect((await ask(api, told.id)).quota).toEqual({ limit: 100, remaining: 40, resetsAt: noon, queuedCalls: 0 });
    expect((await ask(api, untold.id)).quota).toEqual({ limit: null, remaining: null, resetsAt: null, queuedCalls: 0 });
  });

  test('shows its syncs with the schedules that hold, and the latest run', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    const sync = await addSync(api.db, { integrationId: id, incrementalSchedule: '5 minutes', state: 'RUNNING' });
    await addSyncLog(api.db, sync);
    const latest = await addSyncLog(api.db, sync, { state: 'RUNNING', finishedAt: null });

    const { syncs } = await ask(api, id);
    const { data } = await api.askAs(
      ada,
      `{ integration(id: "${id}") { lastSyncLog { id durationMs } connectionStatus { syncInProgress } } }`,
    );

    expect(syncs).toMatchObject([
      { fullSchedule: '1 week', incrementalSchedule: '5 minutes', lastRun: { id: latest.id } },
    ]);
    expect(data.integration).toEqual({
      lastSyncLog: { id: latest.id, durationMs: null },
      connectionStatus: { syncInProgress: true },
    });
  });

  test('still lists an integration whose provider this release no longer has', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db, { providerId: 'retired' });

    const { data, errors } = await api.askAs(
      ada,
      '{ integrations { nodes { id provider { id configured docsUrl models { name } } connectionStatus { missingScopes } } } }',
    );

    expect(errors).toEqual([]);
    expect(data.integrations.nodes).toEqual([
      {
        id,
        provider: { id: 'retired', configured: false, docsUrl: null, models: [] },
        connectionStatus: { missingScopes: [] },
      },
    ]);
  });
});

async function ask(api: Api, id: string) {
  const { data, errors } = await api.askAs(ada, INTEGRATION, { id });
  expect(errors).toEqual([]);
  return data.integration;
}
