import { expect, test } from 'vitest';
import { migrations } from '../../migrations/index.js';
import { fromJson } from '../../src/platform/database/json-text.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { entities, type Row, type Tables } from '../../src/tables.js';
import { configureCalendar, connectCalendar, lastRun, syncNow } from '../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../kit/databases.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../kit/google-calendar-server.js';
import { eventually, HubProcess } from '../kit/hub-process.js';

const RECORDS_CHANGED = `subscription ($id: ID!) {
  recordsChanged(integrationId: $id, model: "CalendarEvent") { snapshot model added updated deleted cursorBefore at }
}`;

const FEED = `query ($id: ID!, $after: String) {
  integration(id: $id) {
    records(first: 100, after: $after, filter: { model: "CalendarEvent", includeDeleted: true }) {
      nodes { externalId deletedAt ... on CalendarEvent { summary } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

interface Feed {
  integration: {
    records: {
      nodes: { externalId: string; deletedAt: string | null }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  };
}

describeEachDatabase((database) => {
  test('syncs 5,000 events exactly with one call a page, then changes nothing, then sees a deletion', async () => {
    await using place = await openPlace(database, 5_000);
    const { hub, calendar } = place;
    const integrationId = await connectCalendar(hub);

    const first = await lastRun(hub, integrationId);
    const listCalls = calendar.listCalls;
    const changes = await collectChanges(hub, integrationId);
    const second = await syncNow(hub, integrationId);
    const storedBefore = await readFeed(hub, integrationId);
    const idsBefore = externalIdsOf(calendar);
    calendar.deleteEvent('event00042');
    const third = await syncNow(hub, integrationId);
    await eventually(async () => changes.length > 0, 'the deletion to be announced');

    expect(first).toMatchObject({ kind: 'FULL', state: 'SUCCEEDED', added: 5_000, pages: 5, problem: null });
    expect(listCalls).toBe(5);
    expect(second).toMatchObject({ state: 'SUCCEEDED', added: 0, updated: 0, deleted: 0, unchanged: 5_000 });
    expect(third).toMatchObject({ state: 'SUCCEEDED', deleted: 1, unchanged: 4_999 });
    expect(changes).toMatchObject([{ added: 0, updated: 0, deleted: 1 }]);
    expect(idsBefore).toHaveLength(5_000);
    expect(storedBefore).toEqual(idsBefore);
    expect(await readFeed(hub, integrationId)).toEqual(externalIdsOf(calendar));
  }, 90_000);

  test('goes on at its page after kill -9 in the middle of a full run, and ends exact', async () => {
    await using place = await openPlace(database);
    const { hub, calendar } = place;
    const held = calendar.hold(2);
    const integrationId = await connectCalendar(hub);
    await held.arrived;

    await hub.kill();
    held.release();
    const callsBefore = calendar.listCalls;
    await hub.start();
    const run = await lastRun(hub, integrationId);

    expect(run).toMatchObject({ state: 'SUCCEEDED', added: 2_000, unchanged: 0, deleted: 0, pages: 2 });
    expect(calendar.listCalls - callsBefore).toBe(1);
    expect(await readFeed(hub, integrationId)).toEqual(externalIdsOf(calendar));
  }, 90_000);

  test('commits the page on its way on a graceful stop and goes on after the restart', async () => {
    await using place = await openPlace(database, 3_000);
    const { hub, calendar } = place;
    const held = calendar.hold(2);
    const integrationId = await connectCalendar(hub);
    await held.arrived;

    const stopped = hub.stop();
    await eventually(async () => !(await isAnswering(hub)), 'the hub to be stopping');
    held.release();
    await stopped;
    const [left] = await readRuns(place.url);
    const callsBefore = calendar.listCalls;
    await hub.start();

    expect(left).toMatchObject({ state: 'QUEUED', pages: 2, added: 2_000, leaseToken: null });
    expect(fromJson(left!.checkpoint)).toMatchObject({ at: expect.any(Object) });
    expect(await lastRun(hub, integrationId)).toMatchObject({ state: 'SUCCEEDED', added: 3_000, pages: 3 });
    expect(calendar.listCalls - callsBefore).toBe(1);
    expect(await readFeed(hub, integrationId)).toEqual(externalIdsOf(calendar));
  }, 90_000);

  test('stops within 15 s with ten runs under way, and takes all of them up after the restart', async () => {
    await using place = await openPlace(database, 100);
    const { hub, calendar } = place;
    const owners = await Promise.all(
      Array.from({ length: 10 }, (_, index) => hub.tokenFor({ tenant: 'acme', sub: `owner-${index}` })),
    );
    const held = calendar.hold();
    const linked = await Promise.all(owners.map(async (as) => ({ as, id: await connectCalendar(hub, { as }) })));
    await eventually(async () => calendar.listCalls === 10, 'all of them to wait for their page');

    const before = Date.now();
    await hub.stop();
    const stoppedAfterMs = Date.now() - before;
    const left = await readRuns(place.url);
    held.release();
    await hub.start();

    const runs = await Promise.all(linked.map(({ as, id }) => lastRun(hub, id, { as })));
    expect(stoppedAfterMs).toBeLessThan(15_000);
    expect(left.map(({ state, pages, checkpoint }) => ({ state, pages, checkpoint }))).toEqual(
      linked.map(() => ({ state: 'QUEUED', pages: 0, checkpoint: null })),
    );
    expect(runs.map(({ state, added }) => ({ state, added }))).toEqual(
      runs.map(() => ({ state: 'SUCCEEDED', added: 100 })),
    );
  }, 60_000);

  test('gives a client that keeps its cursor every change, tombstones too', async () => {
    await using place = await openPlace(database, 250);
    const { hub, calendar } = place;
    const integrationId = await connectCalendar(hub);
    await lastRun(hub, integrationId);
    const { cursor } = await drain(hub, integrationId, null);
    calendar.updateEvent('event00007', { summary: 'Moved' });
    calendar.deleteEvent('event00009');
    await syncNow(hub, integrationId, 'INCREMENTAL');

    const { nodes } = await drain(hub, integrationId, cursor);

    expect(nodes).toHaveLength(2);
    expect(nodes.filter((node) => node.deletedAt !== null)).toHaveLength(1);
  }, 60_000);

  test('reads everything again when the provider has forgotten the sync token', async () => {
    await using place = await openPlace(database, 50);
    const { hub, calendar } = place;
    const integrationId = await connectCalendar(hub);
    await lastRun(hub, integrationId);
    calendar.expireSyncTokens();

    const run = await syncNow(hub, integrationId, 'INCREMENTAL');

    expect(run).toMatchObject({ kind: 'FULL', state: 'SUCCEEDED', unchanged: 50 });
  }, 60_000);
});

async function openPlace(database: TestDatabase, events = 2_000) {
  const place = await database.create();
  const calendar = await startGoogleCalendarServer({ events });
  // Polled only: a push would bring a change before the run that is looked at.
  calendar.channels.requiresHttps = true;
  const hub = await HubProcess.start({ DATABASE_URL: place.url });
  await configureCalendar(hub, calendar);
  return {
    hub,
    calendar,
    url: place.url,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await calendar.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

async function isAnswering(hub: HubProcess): Promise<boolean> {
  return fetch(`${hub.url}/healthz`).then(
    () => true,
    () => false,
  );
}

/** The runs of events as a hub that is gone has left them. */
async function readRuns(url: string): Promise<Row<'sync_log'>[]> {
  const database = await openDatabase<Tables>({ url, entities, migrations });
  const runs = await database.db
    .selectFrom('sync_log')
    .selectAll()
    .where('model', '=', 'CalendarEvent')
    .orderBy('id')
    .execute();
  await database.close();
  return runs;
}

interface RecordsEvent {
  recordsChanged: { snapshot: boolean; added: number; updated: number; deleted: number };
}

/** Changes that a subscriber over SSE is told of, once it has the present state: from then on it misses nothing. */
async function collectChanges(hub: HubProcess, integrationId: string): Promise<RecordsEvent['recordsChanged'][]> {
  const changes: RecordsEvent['recordsChanged'][] = [];
  const events = hub.watch<RecordsEvent>(RECORDS_CHANGED, { id: integrationId });
  const first = await events.next();
  expect(first.value).toMatchObject({ recordsChanged: { snapshot: true } });
  const reading = (async () => {
    for await (const { recordsChanged } of events) changes.push(recordsChanged);
  })();
  // It ends with the hub.
  reading.catch(() => undefined);
  return changes;
}

async function drain(hub: HubProcess, id: string, after: string | null) {
  const nodes: Feed['integration']['records']['nodes'] = [];
  let cursor = after;
  for (;;) {
    const { integration } = await hub.get<Feed>(FEED, { id, after: cursor });
    nodes.push(...integration.records.nodes);
    cursor = integration.records.pageInfo.endCursor;
    if (!integration.records.pageInfo.hasNextPage) return { nodes, cursor };
  }
}

/** External ids of the events that the hub has, sorted; each as often as the feed gives it. */
async function readFeed(hub: HubProcess, id: string): Promise<string[]> {
  const { nodes } = await drain(hub, id, null);
  return nodes
    .filter((node) => node.deletedAt === null)
    .map((node) => node.externalId)
    .toSorted();
}

/** The same of the events that the provider has. */
function externalIdsOf(calendar: GoogleCalendarServer): string[] {
  return calendar
    .eventIds()
    .map((id) => `${calendar.account}/${id}`)
    .toSorted();
}
