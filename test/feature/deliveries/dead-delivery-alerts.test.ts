import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { openOutboundStage, type OutboundStage } from '../../kit/outbound/outbound-stage.js';

const ALERTS = ['ALERT_FIRED', 'ALERT_RESOLVED'];
const FAILS = () => ({ status: 500 });
const TAKES = () => ({ status: 204 });

describeEachDatabase((database) => {
  test('is one alert for an endpoint, which says what to do and ends once everything has arrived', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = FAILS;
    await dieOnce(stage, id);
    await dieOnce(stage, id);
    await alertsAre(stage, ['FIRING']);
    const [alert] = await alertsOf(stage);

    expect(alert).toMatchObject({
      rule: 'DELIVERY_DEAD',
      cause: `outbound_endpoint ${id}`,
      title: `Events do not reach ${stage.receiver.url}`,
      integrationId: null,
      tenantId: null,
    });
    expect(alert?.message).toContain(
      `replayOutboundDeliveries(input: { endpointId: "${id}", filter: { state: DEAD } })`,
    );

    await replayAll(stage, id);
    await stage.until('the replay to fail', (all) => all.every(({ state }) => state === 'FAILED'));
    await check(stage);
    expect((await alertsOf(stage)).map(({ state }) => state)).toEqual(['FIRING']);

    stage.receiver.answer = TAKES;
    stage.hub.advance(6_000);
    await stage.sweep();
    await alertsAre(stage, ['RESOLVED']);
    expect((await stage.deliveries()).map(({ diedAt }) => diedAt)).toEqual([null, null]);
  });

  test('ends with its endpoint, and is another alert when more dies later', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = FAILS;
    await dieOnce(stage, id);
    stage.receiver.answer = TAKES;
    await replayAll(stage, id);
    await alertsAre(stage, ['RESOLVED']);
    stage.receiver.answer = FAILS;
    await dieOnce(stage, id);
    await alertsAre(stage, ['RESOLVED', 'FIRING']);

    await stage.hub.get(
      `mutation ($id: ID!) { removeOutboundEndpoint(input: { endpointId: $id }) { userErrors { code } } }`,
      {
        id,
      },
    );

    await alertsAre(stage, ['RESOLVED', 'RESOLVED']);
    expect(await stage.deliveries()).toEqual([]);
  });

  test('ends when retention removes what died', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = FAILS;
    await dieOnce(stage, id);
    await alertsAre(stage, ['FIRING']);

    stage.hub.advance(31 * 24 * 60 * 60_000);
    await stage.hub.app.features.deliveries.removeOld();
    await check(stage);

    await alertsAre(stage, ['RESOLVED']);
    expect(await stage.deliveries()).toEqual([]);
  });

  test('is not told to the endpoint that it is about', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint({ eventTypes: ALERTS });
    stage.receiver.answer = FAILS;

    await dieOnce(stage, id);
    await alertsAre(stage, ['FIRING']);
    stage.receiver.answer = TAKES;
    await replayAll(stage, id);
    await alertsAre(stage, ['RESOLVED']);

    expect(await stage.hub.app.database.db.selectFrom('outbound_event').select('type').execute()).toEqual([
      { type: 'test' },
    ]);
  });

  test('two dead endpoints that are told of alerts tell each other once, and then there is silence', async () => {
    await using stage = await openOutboundStage(database);
    const one = await stage.createEndpoint({ eventTypes: ALERTS });
    const other = await stage.createEndpoint({ eventTypes: ALERTS, address: `${stage.receiver.url}/other` });
    stage.receiver.answer = FAILS;

    await dieOnce(stage, one.id);
    await failLastTry(stage, 1);
    await failLastTry(stage, 2);
    await alertsAre(stage, ['FIRING', 'FIRING']);
    await check(stage);
    await stage.sweep();
    await check(stage);

    const { db } = stage.hub.app.database;
    const told = await db
      .selectFrom('outbound_delivery')
      .innerJoin('outbound_event', 'outbound_event.id', 'outbound_delivery.eventId')
      .select(['outbound_delivery.endpointId', 'outbound_event.type', 'outbound_delivery.state'])
      .orderBy('outbound_delivery.id')
      .execute();
    expect(told).toEqual([
      { endpointId: one.id, type: 'test', state: 'DEAD' },
      { endpointId: other.id, type: 'alert.fired', state: 'DEAD' },
      { endpointId: one.id, type: 'alert.fired', state: 'DEAD' },
    ]);
  });

  test("is told to the other endpoints of its tenant and to the operator's, and to no other tenant's", async () => {
    await using stage = await openOutboundStage(database);
    const broken = await stage.createEndpoint({ tenantId: 'acme' });
    const at = (name: string) => `${stage.receiver.url}/${name}`;
    await stage.createEndpoint({ tenantId: 'acme', eventTypes: ALERTS, address: at('acme') });
    await stage.createEndpoint({ tenantId: 'globex', eventTypes: ALERTS, address: at('globex') });
    await stage.createEndpoint({ eventTypes: ALERTS, address: at('operator') });
    stage.receiver.answer = ({ event }) => (event.type === 'test' ? FAILS() : TAKES());

    await dieOnce(stage, broken.id);
    await eventually(async () => stage.receiver.of('alert.fired').length === 2, 'the alert');
    await stage.until('all to be over', (all) => all.every(({ completedAt }) => completedAt !== null));

    const told = stage.receiver.of('alert.fired');
    expect(told.map(({ path }) => path).toSorted()).toEqual(['/hooks/acme', '/hooks/operator']);
    expect(told[0]?.event.data).toMatchObject({ rule: 'DELIVERY_DEAD', tenantId: 'acme', integrationId: null });
    expect(await alertsOf(stage)).toMatchObject([{ tenantId: 'acme' }]);
  });
});

/** Has an endpoint sent something that then runs out of tries. */
async function dieOnce(stage: OutboundStage, endpointId: string): Promise<void> {
  const index = (await stage.deliveries()).length;
  await stage.hub.get(`mutation ($id: ID!) { sendTestEvent(input: { endpointId: $id }) { userErrors { code } } }`, {
    id: endpointId,
  });
  await failLastTry(stage, index);
}

/** Lets a delivery that has failed once fail for the last time. */
async function failLastTry(stage: OutboundStage, index: number): Promise<void> {
  await stage.until('the first try to fail', (all) => all[index]?.state === 'FAILED');
  const { id = '' } = (await stage.deliveries())[index] ?? {};
  await stage.hub.app.database.db
    .updateTable('outbound_delivery')
    .set({ attempts: 7, nextAttemptAt: stage.hub.now() })
    .where('id', '=', id)
    .execute();
  await stage.sweep();
  await stage.until('the last to fail', (all) => all[index]?.state === 'DEAD');
}

async function replayAll(stage: OutboundStage, id: string): Promise<void> {
  await stage.hub.get(
    `mutation ($id: ID!) {
      replayOutboundDeliveries(input: { endpointId: $id, filter: { state: DEAD } }) { replayed userErrors { code } }
    }`,
    { id },
  );
}

function alertsOf({ hub }: OutboundStage) {
  return hub.app.database.db.selectFrom('alert').selectAll().orderBy('id').execute();
}

function alertsAre(stage: OutboundStage, states: readonly string[]): Promise<void> {
  return eventually(async () => {
    const found = (await alertsOf(stage)).map(({ state }) => state);
    return found.join() === states.join();
  }, `alerts to be ${states.join()}`);
}

/** Runs the minute's check to its end. */
async function check({ hub }: OutboundStage): Promise<void> {
  const { jobs } = hub.app.features;
  await jobs.enqueue('check-alerts', {});
  await eventually(async () => {
    const asked = (await jobs.list()).filter(({ name, schedule }) => name === 'check-alerts' && schedule === null);
    return asked.every(({ lastFinishedAt }) => lastFinishedAt !== null);
  }, 'the check');
}
