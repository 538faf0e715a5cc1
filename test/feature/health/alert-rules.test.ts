import { expect, test } from 'vitest';
import { Alerts } from '../../../src/health/alerts.js';
import { errorBurstRule } from '../../../src/health/error-burst.js';
import { silentWebhookRule } from '../../../src/health/silent-webhooks.js';
import { stalledSyncRule } from '../../../src/health/stalled-syncs.js';
import { StateAlerts } from '../../../src/health/state-alerts.js';
import { toJson } from '../../../src/platform/database/json-text.js';
import { newId } from '../../../src/platform/id.js';
import { openApi, type Api } from '../../kit/api.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { noLog, noOutbox } from '../../kit/no-outbox.js';
import { addApiCall, addHealth, addIntegration, addQuota, addSync, addSyncLog, NOON } from '../../kit/rows.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describeEachDatabase((database) => {
  test('ERROR_BURST: more than ten server errors of a provider within five minutes, and until there are fewer', async () => {
    await using on = await openRules(database);
    const [one, other] = [await addIntegration(on.db), await addIntegration(on.db)];
    const fail = (integrationId: string, at: number, statusCode = 503) =>
      addApiCall(on.db, { integrationId, statusCode, at });
    for (let n = 0; n < 5; n += 1) await fail(one.id, NOON - 4 * MINUTE_MS);
    for (let n = 0; n < 5; n += 1) await fail(other.id, NOON - MINUTE_MS);
    await fail(one.id, NOON - 6 * MINUTE_MS);
    await fail(one.id, NOON, 429);
    await on.states.sweep();
    const atTen = await on.firing();

    await fail(other.id, NOON);
    on.states.onServerErrors();
    on.states.onServerErrors();
    await on.states.settled();
    const atEleven = await on.rows();
    on.stage.now += 2 * MINUTE_MS;
    await on.states.sweep();

    expect(atTen).toEqual([]);
    expect(atEleven).toMatchObject([
      { rule: 'ERROR_BURST', cause: 'provider things', providerId: 'things', integrationId: null, state: 'FIRING' },
    ]);
    expect(atEleven[0]?.message).toContain('more than 10 calls within 5 minutes');
    expect(await on.firing()).toEqual([]);
  });

  test('HEALTH_DOWN: 1,000 accounts that fail together are one alert', async () => {
    await using on = await openRules(database);
    await on.db
      .insertInto('health')
      .values(await on.many(1_000, (integrationId) => downRow(integrationId)))
      .execute();

    await on.states.sweep();

    expect(await on.rows()).toMatchObject([
      {
        rule: 'HEALTH_DOWN',
        cause: 'provider things',
        integrationId: null,
        title: 'Things: calls for many accounts fail',
      },
    ]);
  });

  test('HEALTH_DOWN: falls apart into single alerts where few are left, and into none where none is', async () => {
    await using on = await openRules(database);
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      const { id } = await addIntegration(on.db);
      await addHealth(on.db, { integrationId: id, state: 'DOWN', failures: 50 });
      ids.push(id);
      on.states.onChanged([id]);
    }
    await on.states.settled();
    const grouped = await on.firingCauses();

    const heal = (some: readonly string[]) =>
      on.db.updateTable('health').set({ state: 'HEALTHY' }).where('integrationId', 'in', some).execute();
    await heal(ids.slice(0, 8));
    on.states.onChanged(ids.slice(0, 8));
    await on.states.settled();
    await on.states.sweep();
    const few = await on.firingCauses();
    await heal(ids);
    await on.states.sweep();

    expect(grouped).toEqual(['provider things']);
    expect(few).toEqual(
      ids
        .slice(8)
        .map((id) => `integration ${id}`)
        .toSorted(),
    );
    expect(await on.firingCauses()).toEqual([]);
  });

  test('SYNC_STALLED: no success for twice the shortest schedule, while nothing runs', async () => {
    await using on = await openRules(database);
    const { id: integrationId } = await addIntegration(on.db, { stateSince: NOON - DAY_MS });
    const sync = await addSync(on.db, { integrationId, lastSuccessAt: NOON - 29 * MINUTE_MS, createdAt: 0 });
    const custom = { integrationId, model: 'Other', fullSchedule: '1 hour', createdAt: NOON - 3 * HOUR_MS } as const;
    await addSync(on.db, { ...custom, disabledAt: NOON });
    await on.states.sweep();
    const early = await on.firing();

    on.stage.now += 2 * MINUTE_MS;
    await on.states.sweep();
    const late = await on.rows();
    const set = (values: object) => on.db.updateTable('sync').set(values).where('id', '=', sync.id).execute();
    await set({ state: 'RUNNING' });
    await on.states.sweep();
    const running = await on.firing();
    await set({ state: 'FAILED' });
    await on.states.sweep();
    const failed = await on.firing();
    await set({ state: 'SUCCEEDED', lastSuccessAt: on.stage.now });
    await on.states.sweep();

    expect(early).toEqual([]);
    expect(late).toMatchObject([{ rule: 'SYNC_STALLED', cause: `sync ${sync.id}`, integrationId }]);
    expect([running, failed, await on.firing()]).toEqual([[], ['SYNC_STALLED'], []]);
  });

  test('SYNC_STALLED: not for providers that are switched off, nor accounts that were just connected', async () => {
    await using on = await openRules(database, { switchedOff: ['things'] });
    const { id: integrationId } = await addIntegration(on.db, { stateSince: 0 });
    await addSync(on.db, { integrationId, lastSuccessAt: 1, createdAt: 1 });

    await on.states.sweep();
    on.stage.switchedOff = [];
    await on.db
      .updateTable('integration')
      .set({ stateSince: NOON - MINUTE_MS })
      .execute();
    await on.states.sweep();

    expect(await on.rows()).toEqual([]);
  });

  test('CONTRACT_BROKEN: while the last run of a model failed of it', async () => {
    await using on = await openRules(database);
    const { id: integrationId } = await addIntegration(on.db);
    const sync = await addSync(on.db, { integrationId, state: 'FAILED', lastSuccessAt: NOON });
    const problem = (code: string) =>
      toJson({ code, message: 'It says why.', retryable: false, retryAt: null, occurredAt: NOON });
    await addSyncLog(on.db, sync, { state: 'FAILED', problem: problem('PROVIDER_CONTRACT_BROKEN') });
    await on.states.sweep();
    const broken = await on.rows();

    await addSyncLog(on.db, sync, { state: 'FAILED', problem: problem('PROVIDER_REJECTED') });
    await on.states.sweep();

    expect(broken).toMatchObject([{ rule: 'CONTRACT_BROKEN', cause: `sync ${sync.id}`, integrationId }]);
    expect(await on.firing()).toEqual([]);
  });

  test.each([
    ['of an hour, with less than a tenth left', { remaining: 499, resetsAt: NOON + HOUR_MS }, ['QUOTA_NEARLY_SPENT']],
    ['of an hour, with a tenth left', { remaining: 500, resetsAt: NOON + HOUR_MS }, []],
    ['of a minute', { remaining: 0, resetsAt: NOON + MINUTE_MS }, []],
    ['that is whole again', { remaining: 0, resetsAt: NOON - 1, updatedAt: NOON - HOUR_MS }, []],
    ['of which nothing is known', { remaining: null, resetsAt: NOON + HOUR_MS }, []],
  ])('QUOTA_NEARLY_SPENT: a limit %s', async (_, quota, firing) => {
    await using on = await openRules(database);
    const { id: integrationId } = await addIntegration(on.db);
    await addQuota(on.db, { integrationId, callLimit: 5_000, updatedAt: NOON, ...quota });

    await on.states.sweep();

    expect(await on.firing()).toEqual(firing);
  });

  test.each([
    [
      'within three days that nothing renews',
      { credentialsRenewable: 0, credentialsExpireAt: NOON + 2 * DAY_MS },
      true,
    ],
    ['later', { credentialsRenewable: 0, credentialsExpireAt: NOON + 4 * DAY_MS }, false],
    ['that the hub renews', { credentialsRenewable: 1, credentialsExpireAt: NOON + MINUTE_MS }, false],
    ['never', { credentialsRenewable: 0, credentialsExpireAt: null }, false],
  ])('CREDENTIAL_EXPIRING: credentials that end %s', async (_, columns, fires) => {
    await using on = await openRules(database);
    await addIntegration(on.db, columns);

    await on.states.sweep();

    expect(await on.firing()).toEqual(fires ? ['CREDENTIAL_EXPIRING'] : []);
  });

  test('WEBHOOK_SILENT: polling finds what no delivery told, until one comes', async () => {
    await using on = await openRules(database);
    const { id: integrationId } = await addIntegration(on.db);
    const sync = await addSync(on.db, { integrationId, lastSuccessAt: NOON });
    const id = newId('wsub');
    await on.db
      .insertInto('webhook_subscription')
      .values({ id, integrationId, subject: 'all', state: 'ACTIVE', sealedSecret: 'x', failures: 0, createdAt: 1 })
      .execute();
    for (let n = 0; n < 2; n += 1) {
      await addSyncLog(on.db, sync, {
        kind: 'INCREMENTAL',
        trigger: 'SCHEDULE',
        state: 'SUCCEEDED',
        updated: 1,
        queuedAt: NOON - MINUTE_MS,
      });
    }
    await on.states.sweep();
    const silent = await on.rows();
    await on.db.updateTable('webhook_subscription').set({ lastEventAt: NOON }).execute();
    await on.states.sweep();

    expect(silent).toMatchObject([{ rule: 'WEBHOOK_SILENT', cause: `integration ${integrationId}` }]);
    expect(await on.firing()).toEqual([]);
  });
});

function downRow(integrationId: string) {
  return { integrationId, state: 'DOWN' as const, calls: 10, failures: 10, changedAt: NOON };
}

/** Alerts over rows that the test writes itself, at a time that it sets. */
async function openRules(database: TestDatabase, { switchedOff = [] as string[] } = {}) {
  const api = await openApi(database);
  const { db } = api;
  const stage = { now: NOON, switchedOff };
  const alerts = new Alerts({ db, events: api.events, outbox: noOutbox, log: noLog, clock: () => stage.now });
  const engine = database.engine;
  const states = new StateAlerts({
    db,
    alerts,
    nameOf: () => 'Things',
    errorBurst: errorBurstRule({ calls: 10, withinMs: 5 * MINUTE_MS }),
    furtherRules: async (now) => [
      await stalledSyncRule(
        { db, engine },
        ({ fullSchedule }) => ({ full: fullSchedule ?? '1 day', incremental: '15 minutes' }),
        stage.switchedOff,
        now,
      ),
      silentWebhookRule(['Thing']),
    ],
    log: { error: expect.fail },
    clock: () => stage.now,
  });
  const firing = () => db.selectFrom('alert').where('state', '=', 'FIRING');
  return {
    db,
    stage,
    states,
    rows: () => db.selectFrom('alert').selectAll().orderBy('id').execute(),
    firing: async () => (await firing().select('rule').orderBy('rule').execute()).map(({ rule }) => rule),
    firingCauses: async () => (await firing().select('cause').orderBy('cause').execute()).map(({ cause }) => cause),
    many: (count: number, rowOf: (integrationId: string) => ReturnType<typeof downRow>) => addMany(db, count, rowOf),
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

async function addMany(db: Api['db'], count: number, rowOf: (integrationId: string) => ReturnType<typeof downRow>) {
  const rows = [];
  for (let n = 0; n < count; n += 1) rows.push(rowOf((await addIntegration(db)).id));
  return rows;
}
