import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { configureCalendar, connectCalendar, lastRun } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { eventsOnly } from '../../kit/events-only.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere } from '../../kit/hub-here.js';

const [JOBS, UPDATE, TRIGGER, DISCONNECT] = (await Promise.all(
  ['scheduled-jobs', 'update-sync', 'trigger-sync', 'disconnect'].map((name) =>
    readFile(`schema/operations/${name}.graphql`, 'utf8'),
  ),
)) as [string, string, string, string];

const SYNC = `query ($id: ID!) {
  integration(id: $id) {
    connectionStatus { nextSyncAt }
    syncs { id model enabled fullSchedule incrementalSchedule nextRunAt }
  }
}`;

interface SyncView {
  id: string;
  enabled: boolean;
  fullSchedule: string | null;
  incrementalSchedule: string | null;
  nextRunAt: string | null;
}

interface UserError {
  code: string;
  message: string;
  field: string[] | null;
}

interface Job {
  name: string;
  schedule: string | null;
  nextRunAt: string | null;
  lastFinishedAt: string | null;
  failCount: number;
  running: boolean;
  sync: { id: string; integration: { id: string } } | null;
}

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const DEFAULTS = { enabled: true, fullSchedule: '1 week', incrementalSchedule: '15 minutes' };

describeEachDatabase((database) => {
  test('shows the full and the incremental schedule of a new account with their next times', async () => {
    await using place = await openPlace(database);
    const { sync, nextSyncAt } = await place.readSync();
    const [incremental, full] = await place.jobsOfSync();

    expect(sync).toMatchObject(DEFAULTS);
    expect(incremental).toMatchObject({ schedule: '15 minutes', failCount: 0, running: false });
    expect(full).toMatchObject({ schedule: '1 week', lastFinishedAt: expect.any(String) });
    expect(full?.name).toBe(`full-sync CalendarEvent ${sync.id}`);
    expect(full?.sync).toMatchObject({ id: sync.id, integration: { id: place.integrationId } });
    expect(incremental?.nextRunAt).toSatisfy(place.isWithin(15 * MINUTE_MS));
    expect(full?.nextRunAt).toSatisfy(place.isWithin(WEEK_MS));
    expect(sync.nextRunAt).toBe(earlier(incremental?.nextRunAt, full?.nextRunAt));
    expect(nextSyncAt).toBe(sync.nextRunAt);
  });

  test('shows the jobs of the hub itself beside them', async () => {
    await using place = await openPlace(database);

    const { scheduledJobs } = await place.hub.get<{ scheduledJobs: Job[] }>(JOBS);

    const own = scheduledJobs.filter(({ sync, schedule }) => sync === null && schedule !== null);
    expect(own.map(({ name, schedule }) => [name, schedule])).toEqual(
      expect.arrayContaining([
        ['schedule-syncs', '10 seconds'],
        ['remove-old-sync-logs', '1 day'],
        ['age-health', '1 minute'],
        ['check-alerts', '1 minute'],
        ['remove-old-alerts', '1 day'],
      ]),
    );
    expect(own.filter(({ nextRunAt }) => nextRunAt === null)).toEqual([]);
  });

  test('takes a schedule of the sync’s own, and goes back to the provider’s default on null', async () => {
    await using place = await openPlace(database);

    const changed = await place.update({ fullSchedule: '0 3 * * 0', incrementalSchedule: '2 hours' });
    const [incremental, full] = await place.jobsOfSync();
    const restored = await place.update({ fullSchedule: null, incrementalSchedule: null });

    expect(changed).toMatchObject({
      sync: { fullSchedule: '0 3 * * 0', incrementalSchedule: '2 hours' },
      userErrors: [],
    });
    expect(incremental).toMatchObject({ schedule: '2 hours' });
    expect(full).toMatchObject({ schedule: '0 3 * * 0' });
    expect(incremental?.nextRunAt).toSatisfy(place.isWithin(120 * MINUTE_MS));
    expect(new Date(timeOf(full?.nextRunAt)).getDay()).toBe(0);
    expect(restored).toMatchObject({ sync: DEFAULTS, userErrors: [] });
    expect(await place.jobsOfSync()).toMatchObject([{ schedule: '15 minutes' }, { schedule: '1 week' }]);
  });

  test('schedules nothing while a sync is switched off, and again when it is switched on', async () => {
    await using place = await openPlace(database);

    const off = await place.update({ enabled: false });
    const jobsWhileOff = await place.jobsOfSync();
    const on = await place.update({ enabled: true });

    expect(off).toMatchObject({ sync: { ...DEFAULTS, enabled: false, nextRunAt: null }, userErrors: [] });
    expect(jobsWhileOff).toMatchObject([{ nextRunAt: null }, { nextRunAt: null }]);
    expect(on).toMatchObject({ sync: { ...DEFAULTS, nextRunAt: expect.any(String) }, userErrors: [] });
  });

  test.each([
    ['fullSchedule', 'whenever', /"whenever" cannot be read/],
    ['fullSchedule', '', /cannot be read/],
    ['incrementalSchedule', '61 * * * *', /"61 \* \* \* \*" cannot be read/],
    ['incrementalSchedule', '5 seconds', /too frequent/],
  ])('refuses %s "%s" and changes nothing', async (field, schedule, message) => {
    await using place = await openPlace(database);

    const refused = await place.update({ enabled: false, [field]: schedule });

    expect(refused).toEqual({
      sync: null,
      userErrors: [{ code: 'BAD_INPUT', message: expect.stringMatching(message), field: ['input', field] }],
    });
    expect((await place.readSync()).sync).toMatchObject(DEFAULTS);
  });

  test.each([
    [{ models: ['Birthday'] }, 'BAD_INPUT', 'There is no model Birthday here; known are CalendarEvent.', 'models'],
    [{ kind: 'REALTIME' }, 'BAD_INPUT', 'REALTIME runs come from webhooks only; choose FULL or INCREMENTAL.', 'kind'],
  ])('starts no run of %o and says why', async (input, code, message, field) => {
    await using place = await openPlace(database);

    const refused = await place.trigger(input);

    expect(refused).toEqual({ syncLogs: [], userErrors: [{ code, message, field: ['input', field] }] });
  });

  test('starts no run of an account that is not connected and says what to do', async () => {
    await using place = await openPlace(database);
    await place.hub.get(DISCONNECT, { input: { integrationId: place.integrationId } });

    const refused = await place.trigger({});

    expect(refused).toEqual({
      syncLogs: [],
      userErrors: [
        {
          code: 'CONFLICT',
          message: 'This account is not connected, so nothing can be synced. Connect it first.',
          field: ['input', 'integrationId'],
        },
      ],
    });
  });
});

/** A hub with one calendar linked, its first run over. */
async function openPlace(database: TestDatabase) {
  const calendar = await startGoogleCalendarServer({ events: 3 });
  const hub = await openHubHere(database, { definitions: [eventsOnly] });
  await configureCalendar(hub, calendar);
  const begin = hub.now();
  const integrationId = await connectCalendar(hub);
  await lastRun(hub, integrationId);

  const readSync = async () => {
    const { integration } = await hub.get<{
      integration: { connectionStatus: { nextSyncAt: string | null }; syncs: [SyncView] };
    }>(SYNC, { id: integrationId });
    return { sync: integration.syncs[0], nextSyncAt: integration.connectionStatus.nextSyncAt };
  };
  const { id: syncId } = (await readSync()).sync;
  return {
    hub,
    integrationId,
    readSync,
    /** Whether a time is ahead of the account's beginning, and by the period at most of now. */
    isWithin: (periodMs: number) => (time: string) => timeOf(time) > begin && timeOf(time) <= hub.now() + periodMs,
    /** The incremental one first. */
    async jobsOfSync() {
      const { scheduledJobs } = await hub.get<{ scheduledJobs: Job[] }>(JOBS);
      return scheduledJobs
        .filter(({ sync }) => sync?.id === syncId)
        .toSorted((one, other) => (one.name < other.name ? 1 : -1));
    },
    async update(change: object) {
      type Answer = { updateSync: { sync: SyncView | null; userErrors: UserError[] } };
      return (await hub.get<Answer>(UPDATE, { input: { syncId, ...change } })).updateSync;
    },
    async trigger(input: object) {
      type Answer = { triggerSync: { syncLogs: object[]; userErrors: UserError[] } };
      return (await hub.get<Answer>(TRIGGER, { input: { integrationId, ...input } })).triggerSync;
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await calendar.close();
    },
  };
}

function timeOf(time: string | null | undefined): number {
  return Date.parse(time ?? '');
}

function earlier(one: string | null | undefined, other: string | null | undefined) {
  return timeOf(one) < timeOf(other) ? one : other;
}
