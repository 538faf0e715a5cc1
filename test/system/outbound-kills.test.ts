import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { entities, type Db, type Tables } from '../../src/tables.js';
import { customerEvents } from '../kit/customer-events.js';
import { describeEachDatabase, type TestDatabase } from '../kit/databases.js';
import { OPERATOR_KEY } from '../kit/hub-here.js';
import { eventually } from '../kit/hub-process.js';
import { ListeningHub } from '../kit/listening-hub.js';
import { startReceiver } from '../kit/outbound/receiver.js';
import { addIntegration, addSync, NOON } from '../kit/rows.js';
import { StripeSender } from '../kit/stripe/stripe-sender.js';

const EVENTS = 300;
const CUSTOMERS = 150;
const KILLS = 3;
const SECRET = 'whsec_of-the-test-that-kills';
const ACCOUNT = 'acct_1';
/** Of what never becomes due here. */
const FAR = Date.UTC(2100, 0, 1);

describeEachDatabase((database) => {
  test(`every change of records reaches the receiver, though the hub is killed ${KILLS} times before it sent all`, async () => {
    await using stage = await open(database);
    const { db, hub, receiver } = stage;
    await createEndpoint(hub, receiver.url);
    // Long enough for each kill to find some under way.
    receiver.answer = () => delay(30).then(() => ({ status: 204 }));
    const sender = new StripeSender(hub, { account: ACCOUNT, secret: SECRET });
    let unsentAtKills = 0;

    const sending = sender.sendAll(customerEvents(EVENTS, CUSTOMERS, Math.floor(Date.now() / 1000)));
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await eventually(async () => sender.taken >= (kill * EVENTS) / (KILLS + 1), 'part of the events', 60_000);
      await eventually(async () => (await countUnsent(db)) > 0, 'events that are not sent yet');
      await hub.killAndRestart(async () => void (unsentAtKills += await countUnsent(db)));
    }
    await sending;
    await eventually(async () => (await countOpen(db)) + (await countUnsent(db)) === 0, 'all to be sent', 60_000);

    expect(unsentAtKills).toBeGreaterThan(0);
    const changes = await db
      .selectFrom('sync_log')
      .select('id')
      .where('kind', '=', 'REALTIME')
      .where(({ eb }) => eb(eb('added', '+', eb('updated', '+', eb.ref('deleted'))), '>', 0))
      .execute();
    const told = receiver.of('records.changed');
    const toldIds = new Set(told.map(({ headers }) => headers['webhook-id']));
    expect(changes.length).toBeGreaterThan(CUSTOMERS / 2);
    // Each change has one event, whatever was begun again, and each event came.
    expect(new Set(told.map(({ event }) => event.data['syncLogId']))).toEqual(new Set(changes.map(({ id }) => id)));
    expect(toldIds.size).toBe(changes.length);
    // What came twice is what a kill left open: a batch for each of two workers.
    expect(told.length - toldIds.size).toBeLessThanOrEqual(KILLS * 40);
  }, 180_000);
});

/** The built hub in its own process, an account that is linked, and a receiver. */
async function open(database: TestDatabase) {
  const place = await database.create();
  const receiver = await startReceiver();
  const hub = await ListeningHub.start({ DATABASE_URL: place.url, STRIPE_WEBHOOK_SECRET: SECRET });
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations: [] });
  const { db } = opened;
  const { id: integrationId } = await addIntegration(db, { providerId: 'stripe', externalAccountId: ACCOUNT });
  await addSync(db, { integrationId, model: 'StripeCustomer', lastSuccessAt: NOON, nextFullAt: FAR });
  return {
    db,
    hub,
    receiver,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

async function createEndpoint(hub: ListeningHub, address: string): Promise<void> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR_KEY}` },
    body: JSON.stringify({
      query: `mutation ($address: String!) {
        createOutboundEndpoint(input: { address: $address, eventTypes: [RECORDS_CHANGED] }) { userErrors { message } }
      }`,
      variables: { address },
    }),
  });
  expect(await response.json()).toEqual({ data: { createOutboundEndpoint: { userErrors: [] } } });
}

async function countUnsent(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('outbound_delivery')
    .where('state', '!=', 'DELIVERED')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

async function countOpen(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('webhook_event')
    .where('state', 'not in', ['COMPLETED', 'IGNORED'])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
