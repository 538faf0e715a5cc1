import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Alerts, type NewAlert } from '../../../src/health/alerts.js';
import { newId } from '../../../src/platform/id.js';
import type { Viewer } from '../../../src/viewer/viewer.js';
import { acmeAdmin, ada, eve, openApi, operator, type Answer, type Api } from '../../kit/api.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { addAlert, addIntegration, NOON } from '../../kit/rows.js';
import { noOutbox } from '../../kit/no-outbox.js';

const [LIST, WATCH, ACKNOWLEDGE] = (await Promise.all(
  ['alerts', 'alert-changed', 'acknowledge-alert'].map((name) => readFile(`schema/operations/${name}.graphql`, 'utf8')),
)) as [string, string, string];

const DETAILS = `{ alerts { totalCount nodes { id provider { id name } integration { id accountLabel } } } }`;

const globexAdmin: Viewer = { ...eve, role: 'ADMIN' };
const DAY_MS = 24 * 60 * 60_000;

const dead: NewAlert = {
  rule: 'WEBHOOK_DEAD',
  cause: 'webhook_event whe_1',
  title: 'Things: a webhook event could not be processed',
  message: 'It failed ten times. Replay it once its cause is mended.',
  providerId: 'things',
};

/** The API with alerts whose clock the test moves, and what was told of them. */
async function openAlerts(database: TestDatabase) {
  const api = await openApi(database);
  const stage = { now: NOON };
  const told: string[] = [];
  const events = {
    publish: ((name, event) => {
      told.push((event as { alertId: string }).alertId);
      api.events.publish(name, event);
    }) as Api['events']['publish'],
  };
  const logged: string[] = [];
  const log = {
    warn: (_: unknown, words?: string) => void logged.push(`warn ${words}`),
    info: (_: unknown, words?: string) => void logged.push(`info ${words}`),
  };
  const alerts = new Alerts({ db: api.db, events, outbox: noOutbox, log, clock: () => stage.now });
  return {
    api,
    alerts,
    stage,
    told,
    logged,
    rows: () => api.db.selectFrom('alert').selectAll().orderBy('id').execute(),
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

describeEachDatabase((database) => {
  test('fires once for a cause, however many say so at once', async () => {
    await using on = await openAlerts(database);

    await Promise.all(Array.from({ length: 20 }, () => on.alerts.fire(dead)));

    const rows = await on.rows();
    expect(rows).toMatchObject([
      { ...dead, state: 'FIRING', integrationId: null, tenantId: null, firedAt: NOON, resolvedAt: null },
    ]);
    expect(on.told).toEqual([rows[0]?.id]);
  });

  test('stays the same alert, but says what was last said, and tells of it', async () => {
    await using on = await openAlerts(database);
    await on.alerts.fire(dead);
    const [first] = await on.rows();

    on.stage.now += 1000;
    await on.alerts.fire(dead);
    const same = await on.rows();
    await on.alerts.fire({ ...dead, message: 'It failed eleven times.' });

    expect(same).toEqual([first]);
    expect(await on.rows()).toEqual([{ ...first, message: 'It failed eleven times.', changedAt: NOON + 1000 }]);
    expect(on.told).toEqual([first?.id, first?.id]);
  });

  test('is in the log when it fires and when it ends, once each', async () => {
    await using on = await openAlerts(database);

    await on.alerts.fire(dead);
    await on.alerts.fire({ ...dead, message: 'It failed eleven times.' });
    await on.alerts.resolve(dead);
    await on.alerts.resolve(dead);

    expect(on.logged).toEqual([`warn alert: ${dead.title}`, `info alert resolved: ${dead.title}`]);
  });

  test('keeps causes and rules apart', async () => {
    await using on = await openAlerts(database);

    for (const other of [{}, { cause: 'webhook_event whe_2' }, { rule: 'HEALTH_DOWN' as const }]) {
      await on.alerts.fire({ ...dead, ...other });
    }
    await on.alerts.resolve(dead);

    expect((await on.rows()).map(({ state }) => state)).toEqual(['RESOLVED', 'FIRING', 'FIRING']);
  });

  test('resolves, and is another alert when it fires again', async () => {
    await using on = await openAlerts(database);
    await on.alerts.fire(dead);
    on.stage.now += 1000;
    await on.alerts.resolve(dead);
    on.stage.now += 1000;
    await on.alerts.resolve(dead);
    const told = on.told.length;

    await on.alerts.fire(dead);

    const [first, second] = await on.rows();
    expect(told).toBe(2);
    expect(first).toMatchObject({ state: 'RESOLVED', resolvedAt: NOON + 1000, changedAt: NOON + 1000 });
    expect(second).toMatchObject({ state: 'FIRING', firedAt: NOON + 2000, resolvedAt: null });
    expect(on.told).toEqual([first?.id, first?.id, second?.id]);
  });

  test('is acknowledged once: the first time counts', async () => {
    await using on = await openAlerts(database);
    const { id } = await addAlert(on.api.db);
    const acknowledge = () => on.api.askAs(operator, ACKNOWLEDGE, { input: { alertId: id } });

    const first = await acknowledge();
    const again = await acknowledge();
    on.stage.now += DAY_MS;
    const later = await on.alerts.acknowledge(id);

    expect(first.data.acknowledgeAlert).toEqual({
      alert: { id, acknowledgedAt: '2026-11-24T12:00:00.000Z' },
      userErrors: [],
    });
    expect(again).toEqual(first);
    expect(later).toMatchObject({ acknowledgedAt: NOON, state: 'FIRING' });
    expect(on.told).toEqual([]);
  });

  test('shows an administrator what is about their tenant, an operator all, a user nothing', async () => {
    await using on = await openAlerts(database);
    const { db } = on.api;
    const acme = await addAlert(db, { integrationId: (await addIntegration(db)).id });
    const globex = await addAlert(db, { integrationId: (await addIntegration(db, { tenantId: 'globex' })).id });
    const ofEndpoint = await addAlert(db, { rule: 'DELIVERY_DEAD', tenantId: 'acme' });
    const hub = await addAlert(db);
    const see = async (viewer: Viewer) => {
      const { totalCount, nodes } = (await on.api.askAs(viewer, LIST)).data.alerts;
      return [totalCount, ...idsOf(nodes)];
    };

    expect(await see(acmeAdmin)).toEqual([2, ofEndpoint.id, acme.id]);
    expect(await see(globexAdmin)).toEqual([1, globex.id]);
    expect(await see(operator)).toEqual([4, hub.id, ofEndpoint.id, globex.id, acme.id]);
    expect((await on.api.askAs(ada, LIST)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test('lets nobody acknowledge what they may not see', async () => {
    await using on = await openAlerts(database);
    const { id: integrationId } = await addIntegration(on.api.db);
    const { id } = await addAlert(on.api.db, { integrationId });

    const [foreign, user] = await Promise.all(
      [globexAdmin, ada].map((viewer) => on.api.askAs(viewer, ACKNOWLEDGE, { input: { alertId: id } })),
    );

    expect(foreign?.data.acknowledgeAlert).toEqual({
      alert: null,
      userErrors: [{ code: 'NOT_FOUND', message: `There is no alert ${id}.` }],
    });
    expect(user?.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await on.rows()).toMatchObject([{ acknowledgedAt: null }]);
  });

  test('names the provider and the integration, where there is one', async () => {
    await using on = await openAlerts(database);
    const { id: integrationId } = await addIntegration(on.api.db);
    await on.alerts.fire({ ...dead, cause: 'a', integrationId });
    await on.alerts.fire({ ...dead, cause: 'b', providerId: 'gone' });
    await on.alerts.fire({ ...dead, cause: 'c', providerId: undefined });

    const { data } = await on.api.askAs(operator, DETAILS);

    expect(data.alerts.nodes.toReversed()).toMatchObject([
      { provider: { id: 'things', name: 'Things' }, integration: { id: integrationId, accountLabel: 'Ada at Things' } },
      { provider: { id: 'gone', name: 'gone' }, integration: null },
      { provider: null, integration: null },
    ]);
    expect((await on.rows()).map(({ tenantId }) => tenantId)).toEqual(['acme', null, null]);
  });

  test('lists them by pages, newest first, and by state', async () => {
    await using on = await openAlerts(database);
    const ids: string[] = [];
    for (const state of ['FIRING', 'RESOLVED', 'FIRING'] as const) ids.push((await addAlert(on.api.db, { state })).id);
    const document = `query ($after: String, $state: AlertState) {
      alerts(first: 2, after: $after, state: $state) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }
    }`;
    const page = async (variables: object) => (await on.api.askAs(operator, document, variables)).data.alerts;

    const first = await page({});
    const second = await page({ after: first.pageInfo.endCursor });
    const resolved = await page({ state: 'RESOLVED' });

    expect([...idsOf(first.nodes), ...idsOf(second.nodes)]).toEqual(ids.toReversed());
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(resolved).toMatchObject({ totalCount: 1, nodes: [{ id: ids[1] }] });
  });

  test('costs as many statements for 20 alerts as for 2', async () => {
    await using on = await openAlerts(database);
    const fireFor = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        const { id } = await addIntegration(on.api.db);
        await on.alerts.fire({ ...dead, cause: `integration ${id}`, integrationId: id });
      }
    };
    await fireFor(2);
    const forTwo = await on.api.countStatements(() => on.api.askAs(acmeAdmin, DETAILS));
    await fireFor(18);

    const forTwenty = await on.api.countStatements(() => on.api.askAs(acmeAdmin, DETAILS));

    expect((await on.api.askAs(acmeAdmin, DETAILS)).data.alerts.nodes).toHaveLength(20);
    expect(forTwenty).toBe(forTwo);
    // The page, its integrations and the count.
    expect(forTwenty).toBe(3);
  });

  test('tells whoever watches of what fires now, then of every change', async () => {
    await using on = await openAlerts(database);
    const { id: integrationId } = await addIntegration(on.api.db);
    const alert = { ...dead, integrationId };
    await addAlert(on.api.db, { integrationId, state: 'RESOLVED' });
    await on.alerts.fire(alert);
    const stream = await on.api.watchAs(acmeAdmin, WATCH);

    const present = await next(stream);
    await on.alerts.resolve(alert);
    const resolved = await next(stream);
    await on.api.askAs(acmeAdmin, ACKNOWLEDGE, { input: { alertId: present.alertChanged.id } });
    const acknowledged = await next(stream);
    await on.alerts.fire(alert);
    const another = await next(stream);
    await stream.return?.();

    const { rule, title, message } = alert;
    const { id } = present.alertChanged;
    expect(present.alertChanged).toEqual({ id, rule, title, message, state: 'FIRING' });
    expect(resolved.alertChanged).toMatchObject({ id, state: 'RESOLVED' });
    expect(acknowledged.alertChanged).toMatchObject({ id, state: 'RESOLVED' });
    expect(another.alertChanged).toMatchObject({ id: expect.not.stringMatching(id), state: 'FIRING' });
  });

  test('misses nothing that fires between listening and reading what fires', async () => {
    await using on = await openAlerts(database);
    const stream = await on.api.watchAs(operator, WATCH);

    await on.alerts.fire(dead);
    const told = [await next(stream), await next(stream)];
    await stream.return?.();

    expect(new Set(told.map(({ alertChanged }) => alertChanged.id))).toEqual(new Set(on.told));
  });

  test('tells nobody of what they may not see at the time of the event', async () => {
    await using on = await openAlerts(database);
    const { db } = on.api;
    const [foreign, lost, own] = [
      await addIntegration(db, { tenantId: 'globex' }),
      await addIntegration(db),
      await addIntegration(db),
    ];
    await addAlert(db, { integrationId: foreign.id });
    const stream = await on.api.watchAs(acmeAdmin, WATCH);
    const told = next(stream);

    await db.updateTable('integration').set({ tenantId: 'globex' }).where('id', '=', lost.id).execute();
    await on.alerts.fire({ ...dead, cause: 'of the hub' });
    for (const { id } of [foreign, lost, own]) {
      await on.alerts.fire({ ...dead, cause: `integration ${id}`, integrationId: id });
    }

    expect((await told).alertChanged.id).toBe(on.told.at(-1));
    await stream.return?.();
  });

  test('forgets what was resolved more than 90 days ago, in portions, and nothing that fires', async () => {
    await using on = await openAlerts(database);
    const { db } = on.api;
    const old = { state: 'RESOLVED' as const, resolvedAt: NOON };
    const firing = await addAlert(db);
    const young = await addAlert(db, { ...old, resolvedAt: NOON + 1 });
    const copies = Array.from({ length: 2_001 }, () => ({ ...young, id: newId('alrt'), ...old }));
    for (let from = 0; from < copies.length; from += 500) {
      await db
        .insertInto('alert')
        .values(copies.slice(from, from + 500))
        .execute();
    }

    const statements = await on.api.countStatements(() => on.alerts.removeOld(NOON + 90 * DAY_MS + 1, 90 * DAY_MS));

    expect(idsOf(await on.rows())).toEqual([firing.id, young.id]);
    expect(statements).toBe(3);
  });

  test('goes with its integration', async () => {
    await using on = await openAlerts(database);
    const { id: integrationId } = await addIntegration(on.api.db);
    await on.alerts.fire({ ...dead, integrationId });

    await on.api.db.deleteFrom('integration').execute();

    expect(await on.rows()).toEqual([]);
  });
});

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

async function next(stream: AsyncIterableIterator<Answer>): Promise<Answer['data']> {
  const { value } = await stream.next();
  expect(value.errors).toEqual([]);
  return value.data;
}
