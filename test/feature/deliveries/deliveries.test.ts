import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { openOutboundStage, type OutboundStage } from '../../kit/outbound/outbound-stage.js';
import { startReceiver } from '../../kit/outbound/receiver.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Between eight tries. */
const WAITS = [5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 10 * HOUR];

describeEachDatabase((database) => {
  test('tries again what the receiver did not take, with the same id and bytes', async () => {
    await using stage = await openOutboundStage(database);
    const { receiver } = stage;
    const { id, secret } = await stage.createEndpoint();
    receiver.answer = () => ({ status: receiver.received.length < 3 ? 503 : 200 });

    await sendTest(stage, id);
    await failedTimes(stage, 1);
    await later(stage, WAITS[0]!);
    await failedTimes(stage, 2);
    await later(stage, WAITS[1]!);
    await stage.until('it to be delivered', ([delivery]) => delivery?.state === 'DELIVERED');

    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const times = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times[2]! - times[0]!).toBeGreaterThanOrEqual(35);
    expect(receiver.received[0]?.event).toMatchObject({ type: 'test', data: { endpointId: id } });
    expect(() => new Webhook(secret).verify(receiver.received[0]!.body, receiver.received[0]!.headers)).not.toThrow();
    const [delivery] = await logOf(stage);
    expect(delivery).toMatchObject({ state: 'DELIVERED', attempts: 3, error: null, nextAttemptAt: null });
    expect(delivery?.log).toEqual([
      { statusCode: 503, error: 'The receiver answered 503.' },
      { statusCode: 503, error: 'The receiver answered 503.' },
      { statusCode: 200, error: null },
    ]);
  });

  test('reaches a receiver that was down for an hour', async () => {
    await using stage = await openOutboundStage(database);
    const gone = await startReceiver();
    const { id } = await stage.createEndpoint({ address: gone.url });
    await gone[Symbol.asyncDispose]();

    await sendTest(stage, id);
    for (const [index, wait] of WAITS.slice(0, 5).entries()) {
      await failedTimes(stage, index + 1);
      if (index === 4) await changeEndpoint(stage, id, { address: stage.receiver.url });
      await later(stage, wait);
    }
    await stage.until('it to be delivered', ([delivery]) => delivery?.state === 'DELIVERED');

    expect(stage.receiver.of('test')).toHaveLength(1);
    const [delivery] = await logOf(stage);
    expect(delivery?.log.slice(0, 5)).toEqual(
      Array.from({ length: 5 }, () => ({ statusCode: null, error: 'The receiver refused the connection.' })),
    );
  });

  test('gives up at the eighth try, and begins anew on replay', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = () => ({ status: 500 });

    await sendTest(stage, id);
    for (const [index, wait] of WAITS.entries()) {
      await failedTimes(stage, index + 1);
      await later(stage, wait);
    }
    await stage.until('it to be given up', ([delivery]) => delivery?.state === 'DEAD');
    expect(stage.receiver.received).toHaveLength(8);

    stage.receiver.answer = () => ({ status: 200 });
    const { replayOutboundDeliveries } = await stage.hub.get<{ replayOutboundDeliveries: object }>(
      `mutation ($id: ID!) {
        replayOutboundDeliveries(input: { endpointId: $id, filter: { state: DEAD } }) { replayed userErrors { code } }
      }`,
      { id },
    );
    await stage.until('it to be delivered', ([delivery]) => delivery?.state === 'DELIVERED');

    expect(replayOutboundDeliveries).toEqual({ replayed: 1, userErrors: [] });
    const [delivery] = await logOf(stage);
    expect(delivery).toMatchObject({ attempts: 1 });
    expect(delivery?.log).toHaveLength(9);
  }, 30_000);

  test('comes no earlier than the receiver wants it', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });

    await sendTest(stage, id);
    await failedTimes(stage, 1);

    const [delivery] = await stage.deliveries();
    expect(delivery!.nextAttemptAt! - stage.hub.now()).toBeGreaterThan(59 * MINUTE);
    expect(delivery!.nextAttemptAt! - stage.hub.now()).toBeLessThanOrEqual(HOUR);
  });

  test('follows no redirect', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = () => ({ status: 307, headers: { location: `${stage.receiver.url}/elsewhere` } });

    await sendTest(stage, id);
    await failedTimes(stage, 1);

    expect(stage.receiver.received.map(({ path }) => path)).toEqual(['/hooks']);
    expect((await stage.deliveries())[0]?.error).toBe('The receiver answered 307; redirects are not followed.');
  });

  test('takes a long answer for what its status says', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = () => ({ status: 200, body: 'x'.repeat(5 * 1024 * 1024) });

    await sendTest(stage, id);
    await stage.until('it to be delivered', ([delivery]) => delivery?.state === 'DELIVERED');

    expect((await logOf(stage))[0]?.log).toEqual([{ statusCode: 200, error: null }]);
  });

  test('disables an endpoint that says it is gone', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = () => ({ status: 410 });

    await sendTest(stage, id);
    await stage.until('it to be given up', ([delivery]) => delivery?.state === 'DEAD');
    await stage.connect();

    expect(await endpointOf(stage)).toMatchObject({
      disabledAt: expect.any(String) as string,
      disabledReason: 'The receiver answered 410 Gone: it is there no more.',
    });
    expect(await sendTest(stage, id)).toMatchObject({ code: 'CONFLICT' });
    expect(await stage.deliveries()).toHaveLength(1);
  });

  test('disables an endpoint after five days of nothing but failures, and sends what waits once it is enabled', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    stage.receiver.answer = () => ({ status: 500 });

    await sendTest(stage, id);
    await failedTimes(stage, 1);
    expect(await endpointOf(stage)).toMatchObject({ failingSince: expect.any(String) as string, disabledAt: null });
    stage.hub.advance(5 * DAY);
    await sendTest(stage, id);
    await eventually(async () => (await endpointOf(stage)).disabledAt !== null, 'the endpoint to be disabled');
    const { disabledReason } = await endpointOf(stage);
    stage.receiver.answer = () => ({ status: 200 });
    await changeEndpoint(stage, id, { enabled: true });
    await later(stage, MINUTE);
    await stage.until('both to be delivered', (all) => all.every(({ state }) => state === 'DELIVERED'));

    expect(disabledReason).toContain('5 days');
    expect(await endpointOf(stage)).toMatchObject({ failingSince: null, disabledAt: null, disabledReason: null });
  });

  test('one that is slow to answer holds up no other', async () => {
    await using stage = await openOutboundStage(database);
    await using slow = await startReceiver();
    const answers = Promise.withResolvers<{ status: number }>();
    slow.answer = () => answers.promise;
    const slowOne = await stage.createEndpoint({ address: slow.url });
    const quickOne = await stage.createEndpoint();

    for (let sent = 0; sent < 30; sent += 1) await sendTest(stage, slowOne.id);
    await sendTest(stage, quickOne.id);
    await eventually(async () => stage.receiver.received.length === 1, 'the quick one to be told');

    expect(slow.received.length).toBeGreaterThan(0);
    answers.resolve({ status: 200 });
    await stage.until('all to be delivered', (all) => all.every(({ state }) => state === 'DELIVERED'));
    expect(slow.received).toHaveLength(30);
  });

  test('signs with both secrets for a while after a rotation, then with the new one', async () => {
    await using stage = await openOutboundStage(database);
    const { id, secret: old } = await stage.createEndpoint();

    const { rotateOutboundEndpointSecret: rotated } = await stage.hub.get<{
      rotateOutboundEndpointSecret: { secret: string };
    }>('mutation ($id: ID!) { rotateOutboundEndpointSecret(input: { endpointId: $id }) { secret } }', { id });
    await sendTest(stage, id);
    await stage.until('the first', (all) => all[0]?.state === 'DELIVERED');
    stage.hub.advance(25 * HOUR);
    await sendTest(stage, id);
    await stage.until('the second', (all) => all[1]?.state === 'DELIVERED');

    const [both, single] = stage.receiver.received;
    expect(rotated.secret).not.toBe(old);
    for (const secret of [old, rotated.secret])
      expect(() => new Webhook(secret).verify(both!.body, both!.headers)).not.toThrow();
    expect(both!.headers['webhook-signature']!.split(' ')).toHaveLength(2);
    const at = new Date(Number(single!.headers['webhook-timestamp']) * 1000);
    expect(single!.headers['webhook-signature']).toBe(
      new Webhook(rotated.secret).sign(single!.headers['webhook-id']!, at, single!.body),
    );
  });

  test('forgets events after 30 days, with all that hangs on them', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    const { db } = stage.hub.app.database;
    await sendTest(stage, id);
    await stage.until('it to be delivered', ([delivery]) => delivery?.state === 'DELIVERED');
    stage.hub.advance(29 * DAY);
    await sendTest(stage, id);
    await stage.until('the second', (all) => all[1]?.state === 'DELIVERED');
    stage.hub.advance(2 * DAY);

    await stage.hub.app.features.deliveries.removeOld();

    const [kept] = await stage.deliveries();
    expect(await db.selectFrom('outbound_delivery').select('id').execute()).toEqual([{ id: kept?.id }]);
    expect(await db.selectFrom('outbound_event').select('id').execute()).toEqual([{ id: kept?.eventId }]);
    expect(await db.selectFrom('outbound_attempt').select('deliveryId').execute()).toEqual([{ deliveryId: kept?.id }]);
  });
});

/** The error where there is one. */
async function sendTest({ hub }: OutboundStage, id: string): Promise<object | undefined> {
  const { sendTestEvent } = await hub.get<{ sendTestEvent: { userErrors: object[] } }>(
    'mutation ($id: ID!) { sendTestEvent(input: { endpointId: $id }) { delivery { id } userErrors { code } } }',
    { id },
  );
  return sendTestEvent.userErrors[0];
}

async function changeEndpoint({ hub }: OutboundStage, endpointId: string, changes: object): Promise<void> {
  await hub.get(
    'mutation ($input: UpdateOutboundEndpointInput!) { updateOutboundEndpoint(input: $input) { userErrors { code } } }',
    { input: { endpointId, ...changes } },
  );
}

function failedTimes(stage: OutboundStage, times: number): Promise<void> {
  return stage.until(
    `try ${times} to fail`,
    ([delivery]) => delivery?.state === 'FAILED' && delivery.attempts === times,
  );
}

async function later(stage: OutboundStage, ms: number): Promise<void> {
  stage.hub.advance(ms);
  await stage.sweep();
}

interface SeenEndpoint {
  failingSince: string | null;
  disabledAt: string | null;
  disabledReason: string | null;
}

async function endpointOf({ hub }: OutboundStage): Promise<SeenEndpoint> {
  const { outboundEndpoints } = await hub.get<{ outboundEndpoints: { nodes: [SeenEndpoint] } }>(
    '{ outboundEndpoints { nodes { failingSince disabledAt disabledReason } } }',
  );
  return outboundEndpoints.nodes[0];
}

interface SeenDelivery {
  state: string;
  attempts: number;
  error: string | null;
  nextAttemptAt: string | null;
  log: { statusCode: number | null; error: string | null }[];
}

async function logOf({ hub }: OutboundStage): Promise<SeenDelivery[]> {
  const { outboundEndpoints } = await hub.get<{
    outboundEndpoints: { nodes: [{ deliveries: { nodes: SeenDelivery[] } }] };
  }>(`{ outboundEndpoints { nodes { deliveries { nodes {
    state attempts error nextAttemptAt log { statusCode error }
  } } } } }`);
  return outboundEndpoints.nodes[0].deliveries.nodes;
}
