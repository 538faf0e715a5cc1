import { expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { entities, type Db, type Tables } from '../../src/tables.js';
import { customerEvents, customersAfter } from '../kit/customer-events.js';
import { describeEachDatabase, type TestDatabase } from '../kit/databases.js';
import { eventually } from '../kit/hub-process.js';
import { ListeningHub } from '../kit/listening-hub.js';
import { addIntegration, addSync, NOON } from '../kit/rows.js';
import { StripeSender } from '../kit/stripe/stripe-sender.js';

const EVENTS = 10_000;
const CUSTOMERS = 1_000;
const KILLS = 5;
const SECRET = 'whsec_of-the-test-that-kills';
const ACCOUNT = 'acct_1';
/** Of what never becomes due here. */
const FAR = Date.UTC(2100, 0, 1);

describeEachDatabase((database) => {
  test(`each of ${EVENTS} events has one effect, though the hub is killed ${KILLS} times meanwhile`, async () => {
    await using stage = await open(database);
    const { db, hub, sync } = stage;
    const events = customerEvents(EVENTS, CUSTOMERS, Math.floor(Date.now() / 1000));
    const ofCustomers = events.filter(({ type }) => type !== 'payout.paid');
    const expected = customersAfter(events);
    const sender = new StripeSender(hub, { account: ACCOUNT, secret: SECRET });

    await Promise.all([sender.sendAll(events), killAgainAndAgain(hub, sender)]);
    await eventually(async () => (await countOpen(db)) === 0, 'all events to be worked on', 60_000);

    // Each kill broke off deliveries: the test did what it says.
    expect(sender.brokenOff).toBeGreaterThanOrEqual(KILLS);
    const stored = await db.selectFrom('webhook_event').select(['externalId', 'state']).execute();
    expect(stored).toHaveLength(EVENTS);
    expect(new Map(stored.map(({ externalId, state }) => [externalId, state]))).toEqual(
      new Map(events.map(({ id, type }) => [id, type === 'payout.paid' ? 'IGNORED' : 'COMPLETED'])),
    );
    const runs = await runsOfEvents(db);
    expect(runs.map(({ externalId }) => externalId).toSorted()).toEqual(ofCustomers.map(({ id }) => id).toSorted());
    expect(new Set(runs.map(({ syncLogId }) => syncLogId)).size).toBe(ofCustomers.length);
    expect(await countRuns(db)).toBe(ofCustomers.length);
    expect(await liveRecords(db)).toEqual(expected);
    const sum = (count: 'added' | 'deleted') => runs.reduce((total, run) => total + run[count], 0);
    expect(sum('added') - sum('deleted')).toBe(expected.size);
    const { recordCount } = await db
      .selectFrom('sync')
      .select('recordCount')
      .where('id', '=', sync.id)
      .executeTakeFirstOrThrow();
    expect(recordCount).toBe(expected.size);
  }, 180_000);
});

/** The built hub in its own process, with an account that is linked, and a look into its database. */
async function open(database: TestDatabase) {
  const place = await database.create();
  const hub = await ListeningHub.start({ DATABASE_URL: place.url, STRIPE_WEBHOOK_SECRET: SECRET });
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations: [] });
  const { db } = opened;
  const { id: integrationId } = await addIntegration(db, { providerId: 'stripe', externalAccountId: ACCOUNT });
  const sync = await addSync(db, { integrationId, model: 'StripeCustomer', lastSuccessAt: NOON, nextFullAt: FAR });
  return {
    db,
    hub,
    sync,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

/** Kills the hub each time when another part of the events has been taken. */
async function killAgainAndAgain(hub: ListeningHub, sender: StripeSender): Promise<void> {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const part = (kill * EVENTS) / (KILLS + 1);
    await eventually(async () => sender.taken >= part, `${part} events to be taken`, 60_000);
    await hub.killAndRestart();
  }
}

async function countOpen(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('webhook_event')
    .where('state', 'not in', ['COMPLETED', 'IGNORED'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

async function countRuns(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('sync_log')
    .where('kind', '=', 'REALTIME')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** The runs that events led to. */
function runsOfEvents(db: Db) {
  return db
    .selectFrom('webhook_event_run')
    .innerJoin('webhook_event', 'webhook_event.id', 'webhook_event_run.webhookEventId')
    .innerJoin('sync_log', 'sync_log.id', 'webhook_event_run.syncLogId')
    .select(['webhook_event.externalId', 'sync_log.id as syncLogId', 'sync_log.added', 'sync_log.deleted'])
    .execute();
}

async function liveRecords(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('record').select(['externalId', 'data']).where('deletedAt', 'is', null).execute();
  return new Map(rows.map(({ externalId, data }) => [externalId, (JSON.parse(data) as { name: string }).name]));
}
