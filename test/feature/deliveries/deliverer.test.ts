import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { Deliverer } from '../../../src/deliveries/deliverer.js';
import { DeliveryOutbox } from '../../../src/deliveries/delivery-outbox.js';
import { OutboundEndpoints } from '../../../src/deliveries/outbound-endpoints.js';
import type { Send, Sent } from '../../../src/deliveries/sending/send.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { Sealer } from '../../../src/platform/sealing/sealer.js';
import { entities, type Tables } from '../../../src/tables.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { noLog } from '../../kit/no-outbox.js';
import { addIntegration, NOON } from '../../kit/rows.js';

const TAKEN: Sent = { problem: null, statusCode: 200, retryAt: null, isGone: false };
const RUNNING = new AbortController().signal;

describeEachDatabase((database) => {
  test('two processes send each event once between them', async () => {
    await using stage = await openStage(database);
    await stage.addEvents(50);
    const sent: string[] = [];
    const send: Send = async ({ event }) => {
      sent.push(event.id);
      return TAKEN;
    };
    const processes = [stage.deliverer(send), stage.deliverer(send)];

    await Promise.all(
      processes.map(async (deliverer) => {
        while (await deliverer.sendSome(stage.endpointId, RUNNING));
      }),
    );

    expect(sent).toHaveLength(50);
    expect(new Set(sent).size).toBe(50);
  });

  test('takes over from a process that is silent for a minute, whose late word then counts for nothing', async () => {
    await using stage = await openStage(database);
    await stage.addEvents(1);
    const answer = Promise.withResolvers<Sent>();
    const silent = stage.deliverer(() => answer.promise);
    const other = stage.deliverer(() => Promise.resolve(TAKEN));

    const late = silent.sendSome(stage.endpointId, RUNNING);
    await expect.poll(async () => (await stage.deliveries())[0]?.state).toBe('SENDING');
    const tooEarly = await other.sendSome(stage.endpointId, RUNNING);
    stage.now += 61_000;
    const inTime = await other.sendSome(stage.endpointId, RUNNING);
    answer.resolve({ ...TAKEN, problem: 'answered 500', statusCode: 500 });
    await late;

    expect([tooEarly, inTime]).toEqual([false, true]);
    expect(await stage.deliveries()).toMatchObject([{ state: 'DELIVERED', attempts: 2, error: null }]);
    expect(await stage.db.selectFrom('outbound_attempt').select('statusCode').execute()).toEqual([{ statusCode: 200 }]);
  });

  test('puts back what a stopping hub broke off, as if it had not been tried', async () => {
    await using stage = await openStage(database);
    await stage.addEvents(1);
    const stopping = new AbortController();
    const deliverer = stage.deliverer(() => {
      stopping.abort();
      return Promise.resolve({ ...TAKEN, problem: 'broke off before its answer was complete', statusCode: null });
    });

    await deliverer.sendSome(stage.endpointId, stopping.signal);

    expect(await stage.deliveries()).toMatchObject([
      { state: 'WAITING', attempts: 0, nextAttemptAt: NOON, leaseToken: null, error: null },
    ]);
  });
});

/** A database with an endpoint, and processes that send there. */
async function openStage(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const { db, engine } = opened;
  const clock = () => stage.now;
  const sealer = new Sealer([{ id: 'test', key: new Uint8Array(32).fill(7) }]);
  const rules = { allowPrivateEndpoints: true, canMail: false };
  const endpoints = new OutboundEndpoints({ db, sealer, rules, clock, onChanged: () => Promise.resolve() });
  const stage = { now: NOON };
  const { endpoint } = await endpoints.create(
    {
      tenantId: null,
      kind: 'WEBHOOK',
      address: 'http://product.example/hooks',
      eventTypes: ['integration.connected'],
      description: null,
    },
    { tenantId: 'default', userId: 'operator', role: 'OPERATOR' },
  );
  const { id: integrationId } = await addIntegration(db);
  const outbox = new DeliveryOutbox({ db, engine, clock, onAdded: () => undefined });
  await outbox.load();

  return Object.assign(stage, {
    db,
    endpointId: endpoint.id,
    deliverer: (send: Send) =>
      new Deliverer({
        db,
        engine,
        sealer,
        senders: { WEBHOOK: send, SLACK: send, EMAIL: send },
        logger: noLog,
        clock,
        onDisabled: () => Promise.resolve(),
        onDeadChanged: () => Promise.resolve(),
      }),
    deliveries: () => db.selectFrom('outbound_delivery').selectAll().orderBy('id').execute(),
    async addEvents(count: number) {
      const event = { type: 'integration.connected' as const, integrationId, data: { isNew: true } };
      await db.transaction().execute((trx) =>
        outbox.add(
          trx,
          Array.from({ length: count }, () => event),
        ),
      );
    },
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  });
}
