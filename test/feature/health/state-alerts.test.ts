import { expect, test } from 'vitest';
import { Alerts } from '../../../src/health/alerts.js';
import type { HealthState } from '../../../src/health/health-state.js';
import { StateAlerts } from '../../../src/health/state-alerts.js';
import type { ConnectionState } from '../../../src/integrations/connection-state.js';
import { openApi } from '../../kit/api.js';
import { configureCalendar, connectCalendar, lastRun, syncNow } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { eventsOnly } from '../../kit/events-only.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere } from '../../kit/hub-here.js';
import { addHealth, addIntegration, NOON } from '../../kit/rows.js';
import { noLog, noOutbox } from '../../kit/no-outbox.js';

/** Well before the next sweep. */
const WITHIN = { timeout: 20_000, interval: 100 };

/** Alerts over states that the test writes itself, as if the process had died before it said a word of them. */
async function openStates(database: TestDatabase, nameOf: (id: string) => string | null = () => 'Things') {
  const { db, events, countStatements, ...api } = await openApi(database);
  const failures: unknown[] = [];
  const alerts = new Alerts({ db, events, outbox: noOutbox, log: noLog, clock: () => NOON });
  const states = new StateAlerts({
    db,
    alerts,
    nameOf,
    log: { error: (...words: unknown[]) => void failures.push(words) },
  });
  const setState = (id: string, state: ConnectionState) =>
    db.updateTable('integration').set({ state }).where('id', '=', id).execute();
  const setHealth = (integrationId: string, state: HealthState) =>
    db.updateTable('health').set({ state }).where('integrationId', '=', integrationId).execute();
  return {
    db,
    alerts,
    states,
    failures,
    countStatements,
    setState,
    setHealth,
    rows: () => db.selectFrom('alert').selectAll().orderBy('id').execute(),
    firing: async () => {
      const rows = await db.selectFrom('alert').select('rule').where('state', '=', 'FIRING').orderBy('rule').execute();
      return rows.map(({ rule }) => rule);
    },
    [Symbol.asyncDispose]: api[Symbol.asyncDispose],
  };
}

describeEachDatabase((database) => {
  test('fires for what needs somebody, in words that name the account and what to do', async () => {
    await using on = await openStates(database);
    const refused = await addIntegration(on.db, { state: 'REAUTHORIZATION_REQUIRED' });
    const down = await addIntegration(on.db, { accountLabel: null });
    await addHealth(on.db, { integrationId: down.id, state: 'DOWN', failures: 10 });
    const degraded = await addIntegration(on.db);
    await addHealth(on.db, { integrationId: degraded.id, state: 'DEGRADED', failures: 5 });

    await on.states.sweep();

    expect(await on.rows()).toMatchObject([
      {
        rule: 'REAUTHORIZATION_REQUIRED',
        cause: `integration ${refused.id}`,
        tenantId: 'acme',
        providerId: 'things',
        integrationId: refused.id,
        state: 'FIRING',
        firedAt: NOON,
        title: 'Things: Ada at Things has to be connected again',
        message: expect.stringMatching(/Ask its owner to connect the account again\./),
      },
      {
        rule: 'HEALTH_DOWN',
        cause: `integration ${down.id}`,
        integrationId: down.id,
        title: 'Things: calls for an account fail',
        message: expect.stringMatching(/The failed API calls of the integration say why/),
      },
    ]);
  });

  test('changes nothing while nothing changes', async () => {
    await using on = await openStates(database);
    const { id } = await addIntegration(on.db, { state: 'REAUTHORIZATION_REQUIRED' });
    await addHealth(on.db, { integrationId: id, state: 'DOWN', failures: 10 });
    await on.states.sweep();
    const before = await on.rows();

    await on.states.sweep();
    on.states.onChanged([id]);
    await on.states.settled();

    expect(before).toHaveLength(2);
    expect(await on.rows()).toEqual(before);
  });

  test.each(['sweep', 'at once'])('resolves what no longer holds (%s)', async (how) => {
    await using on = await openStates(database);
    const { id } = await addIntegration(on.db, { state: 'REAUTHORIZATION_REQUIRED' });
    await addHealth(on.db, { integrationId: id, state: 'DOWN', failures: 10 });
    const compare = async () => {
      if (how === 'sweep') return on.states.sweep();
      on.states.onChanged([id]);
      return on.states.settled();
    };
    const seen: string[][] = [];
    const see = async () => {
      await compare();
      seen.push(await on.firing());
    };

    await see();
    await on.setState(id, 'CONNECTED');
    await see();
    await on.setHealth(id, 'DEGRADED');
    await see();
    await on.setHealth(id, 'DOWN');
    await see();
    await on.setState(id, 'DISCONNECTED');
    await see();

    expect(seen).toEqual([['HEALTH_DOWN', 'REAUTHORIZATION_REQUIRED'], ['HEALTH_DOWN'], [], ['HEALTH_DOWN'], []]);
    expect(await on.rows()).toHaveLength(3);
  });

  test('looks at what changed only, and leaves other alerts alone', async () => {
    await using on = await openStates(database);
    const [changed, other] = [await addIntegration(on.db), await addIntegration(on.db)];
    await on.alerts.fire({ rule: 'WEBHOOK_DEAD', cause: 'webhook_event whe_1', title: 'A', message: 'B.' });
    await on.setState(changed.id, 'REAUTHORIZATION_REQUIRED');
    await on.setState(other.id, 'REAUTHORIZATION_REQUIRED');

    on.states.onChanged([changed.id]);
    await on.states.settled();
    const afterOne = await on.rows();
    await on.states.sweep();

    expect(afterOne.map(({ integrationId }) => integrationId)).toEqual([null, changed.id]);
    expect(await on.firing()).toEqual(['REAUTHORIZATION_REQUIRED', 'REAUTHORIZATION_REQUIRED', 'WEBHOOK_DEAD']);
  });

  test('fires once where several compare at once', async () => {
    await using on = await openStates(database);
    const { id } = await addIntegration(on.db, { state: 'REAUTHORIZATION_REQUIRED' });
    const processes = Array.from(
      { length: 5 },
      () => new StateAlerts({ db: on.db, alerts: on.alerts, nameOf: () => 'Things', log: { error: expect.fail } }),
    );

    for (const one of processes) one.onChanged([id]);
    await Promise.all(processes.map((one) => one.sweep()));

    expect(await on.firing()).toEqual(['REAUTHORIZATION_REQUIRED']);
  });

  test('needs a bounded number of statements for many accounts that fail together', async () => {
    await using on = await openStates(database);
    const addRefused = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        await addIntegration(on.db, { state: 'REAUTHORIZATION_REQUIRED' });
      }
    };
    await addRefused(1);
    const forOne = await on.countStatements(() => on.states.sweep());
    await addRefused(501);

    const forMany = await on.countStatements(() => on.states.sweep());

    expect(await on.rows()).toHaveLength(502);
    // A portion more: what is new is found and fired.
    expect(forMany).toBe(forOne + 2);
  });

  test('calls a provider that is gone by its id', async () => {
    await using on = await openStates(database, () => null);
    await addIntegration(on.db, { state: 'REAUTHORIZATION_REQUIRED' });

    await on.states.sweep();

    expect(await on.rows()).toMatchObject([{ title: 'things: Ada at Things has to be connected again' }]);
  });

  test('leaves to the sweep what could not be looked at', async () => {
    let isBroken = true;
    await using on = await openStates(database, () => {
      if (isBroken) throw new Error('not now');
      return 'Things';
    });
    const { id } = await addIntegration(on.db, { state: 'REAUTHORIZATION_REQUIRED' });

    on.states.onChanged([id]);
    await on.states.settled();
    await expect(on.states.sweep()).rejects.toThrow('not now');
    isBroken = false;
    await on.states.sweep();

    expect(on.failures).toHaveLength(1);
    expect(await on.firing()).toEqual(['REAUTHORIZATION_REQUIRED']);
  });

  test('fires and resolves as accounts are refused, fail, and are connected and disconnected', async () => {
    await using on = await openHub(database);
    const { hub, calendar, integrationId } = on;

    calendar.breakWith('forbidden');
    await syncNow(hub, integrationId);
    await expect.poll(on.firing, WITHIN).toEqual(['HEALTH_DOWN']);
    calendar.mend();
    calendar.authorization.revokeGrant();
    await syncNow(hub, integrationId);
    await expect.poll(on.firing, WITHIN).toEqual(['HEALTH_DOWN', 'REAUTHORIZATION_REQUIRED']);
    await connectCalendar(hub);
    await expect.poll(on.firing, WITHIN).toEqual(['HEALTH_DOWN']);
    await hub.get(
      'mutation ($id: ID!) { disconnectIntegration(input: { integrationId: $id }) { userErrors { message } } }',
      { id: integrationId },
    );

    await expect.poll(on.firing, WITHIN).toEqual([]);
  });

  test('mends within a minute what a crash left between a change and its alert', async () => {
    await using on = await openHub(database);
    const { db } = on.hub.app.database;

    await db.updateTable('integration').set({ state: 'REAUTHORIZATION_REQUIRED' }).execute();
    await on.hub.app.features.jobs.enqueue('check-alerts', {});

    await expect.poll(on.firing, WITHIN).toEqual(['REAUTHORIZATION_REQUIRED']);
  });
});

/** The whole hub with an account at a calendar server of the test. */
async function openHub(database: TestDatabase) {
  const calendar = await startGoogleCalendarServer({ events: 1 });
  const hub = await openHubHere(database, { definitions: [eventsOnly] });
  await configureCalendar(hub, calendar);
  const integrationId = await connectCalendar(hub);
  await lastRun(hub, integrationId);
  return {
    hub,
    calendar,
    integrationId,
    async firing(): Promise<string[]> {
      const { alerts } = await hub.get<{ alerts: { nodes: { rule: string }[] } }>(
        '{ alerts(state: FIRING) { nodes { rule } } }',
      );
      return alerts.nodes.map(({ rule }) => rule).toSorted();
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await calendar[Symbol.asyncDispose]();
    },
  };
}
