import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { configureCalendar, connectCalendar, lastRun } from '../kit/connect-calendar.js';
import { testDatabases } from '../kit/databases.js';
import { startGoogleCalendarServer } from '../kit/google-calendar-server.js';
import { eventually, HubProcess } from '../kit/hub-process.js';
import { hasRedis, REDIS_URL } from '../kit/redis.js';

const postgres = testDatabases.find(({ engine }) => engine === 'postgresql');
const where = postgres && hasRedis ? '' : ' (skipped: needs PostgreSQL and Redis)';

const PROGRESS = `subscription { syncProgressed { id model state pages added } }`;
const RECORDS = `subscription { recordsChanged(model: "CalendarEvent") { added snapshot } }`;
const STATUS = `subscription { connectionStatusChanged { snapshot connectionStatus { state syncInProgress } } }`;
const HEALTH = `subscription { healthChanged { snapshot health { state } } }`;

interface Told {
  syncProgressed: { id: string; model: string; state: string; pages: number; added: number };
  recordsChanged: { added: number; snapshot: boolean };
  connectionStatusChanged: { snapshot: boolean; connectionStatus: { state: string; syncInProgress: boolean } };
  healthChanged: { snapshot: boolean; health: { state: string } };
}

const LAST_RUN = `query ($id: ID!) {
  integration(id: $id) { syncLogs(first: 1, filter: { model: "CalendarEvent" }) { nodes { id state pages } } }
}`;
const TRIGGER = `mutation ($id: ID!) {
  triggerSync(input: { integrationId: $id, models: ["CalendarEvent"], kind: FULL }) { syncLogs { id } userErrors { message } }
}`;
const CANCEL = `mutation ($id: ID!) { cancelSync(input: { syncLogId: $id }) { syncLog { id } userErrors { message } } }`;

describe.skipIf(where !== '')(`an api process and a worker that share PostgreSQL and Redis${where}`, () => {
  test('an account is connected at the one, synced by the other, watched and cancelled at the first', async () => {
    await using place = await postgres!.create();
    await using calendar = await startGoogleCalendarServer({ events: 2_000 });
    const shared = {
      DATABASE_URL: place.url,
      REDIS_URL,
      HUB_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    };
    await using api = await HubProcess.start({ ...shared, HUB_ROLE: 'api' });
    await configureCalendar(api, calendar);
    const told = {
      progress: listen(api, PROGRESS, 'syncProgressed'),
      records: listen(api, RECORDS, 'recordsChanged'),
      statuses: listen(api, STATUS, 'connectionStatusChanged'),
      health: listen(api, HEALTH, 'healthChanged'),
    };

    // Nobody there to run it: the api process leaves it alone.
    const id = await connectCalendar(api);
    const progress = () => told.progress.filter(({ model }) => model === 'CalendarEvent');
    await eventually(async () => progress()[0]?.state === 'QUEUED', 'the run to be queued');
    const callsBefore = calendar.listCalls;

    const held = calendar.hold(2);
    await using worker = await HubProcess.start({ ...shared, HUB_ROLE: 'worker' });
    await held.arrived;
    await eventually(async () => progress().some(({ pages }) => pages === 1), 'the first page to be told of');
    held.release();
    const first = await lastRun(api, id);
    await eventually(async () => progress().at(-1)?.state === 'SUCCEEDED', 'the end to be told of');
    await eventually(async () => told.health.at(-1)?.health.state === 'HEALTHY', 'the health to be told of');

    expect(callsBefore).toBe(0);
    expect(first).toMatchObject({ state: 'SUCCEEDED', added: 2_000, pages: 2 });
    expect(progress().map(({ state }) => state)).toContain('RUNNING');
    expect(told.records.filter(({ snapshot }) => !snapshot).map(({ added }) => added)).toEqual([1_000, 1_000]);
    expect(told.statuses.map(({ connectionStatus }) => connectionStatus.state)).toContain('CONNECTED');

    // A run of the worker, cancelled at the api process.
    const second = calendar.hold(1);
    await api.get(TRIGGER, { id });
    await second.arrived;
    const running = await runOf(api, id);
    await api.get(CANCEL, { id: running?.id });
    const cancelled = await lastRun(api, id);
    second.release();

    expect(running?.state).toBe('RUNNING');
    expect(cancelled).toMatchObject({ id: running?.id, state: 'CANCELLED', deleted: 0 });

    // A worker that stops gives its run back; the next one goes on at its page.
    const third = calendar.hold(2);
    await api.get(TRIGGER, { id });
    await third.arrived;
    await worker.stop();
    const left = await runOf(api, id);
    third.release();
    await worker.start();

    expect(left).toMatchObject({ state: 'QUEUED', pages: 1 });
    expect(await lastRun(api, id)).toMatchObject({ state: 'SUCCEEDED', pages: 2, unchanged: 2_000 });
  }, 90_000);
});

interface Run {
  id: string;
  state: string;
  pages: number;
}

/** The latest run of the events, whether it is over or not. */
async function runOf(hub: HubProcess, id: string): Promise<Run | undefined> {
  const { integration } = await hub.get<{ integration: { syncLogs: { nodes: Run[] } } }>(LAST_RUN, { id });
  return integration.syncLogs.nodes[0];
}

/** What a subscription at that process sends, until it ends. */
function listen<Name extends keyof Told>(hub: HubProcess, document: string, name: Name): Told[Name][] {
  const told: Told[Name][] = [];
  void (async () => {
    for await (const event of hub.watch<Told>(document)) told.push(event[name]);
  })().catch(() => undefined);
  return told;
}
