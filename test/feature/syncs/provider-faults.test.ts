import { expect, test } from 'vitest';
import { configureCalendar, connectCalendar, lastRun, syncNow } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { eventsOnly } from '../../kit/events-only.js';
import { startGoogleCalendarServer, type Fault } from '../../kit/google-calendar-server.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';

const MINUTE = 60_000;
/** Two pages. */
const EVENTS = 2_000;

const STATE = `query ($id: ID!) {
  integration(id: $id) {
    connectionStatus { state syncInProgress lastSyncAt nextSyncAt problem { code message reconnectUrl } }
    syncs { recordCount state }
    syncLogs { totalCount }
    lastSyncLog { state pages added retries problem { code message retryable retryAt reconnectUrl } }
    records { totalCount }
  }
}`;

interface Problem {
  code: string;
  message: string;
  retryable: boolean;
  retryAt: string | null;
  reconnectUrl: string | null;
}

interface State {
  connectionStatus: {
    state: string;
    syncInProgress: boolean;
    lastSyncAt: string | null;
    nextSyncAt: string | null;
    problem: Problem | null;
  };
  syncs: { recordCount: number; state: string }[];
  syncLogs: { totalCount: number };
  lastSyncLog: { state: string; pages: number; added: number; retries: number; problem: Problem | null };
  records: { totalCount: number };
}

describeEachDatabase((database) => {
  test('waits at its page for as long as a rate limit lasts, then goes on and ends exact', async () => {
    await using place = await openPlace(database);
    const { hub, calendar } = place;
    const held = calendar.hold(2);
    const id = await connectCalendar(hub);
    await held.arrived;

    calendar.breakWith('rate-limited', { times: 1, retryAfter: '90' });
    held.release();
    const paused = await untilState(hub, id, 'PAUSED');
    await hub.app.features.syncs.queueDue();
    const stillPaused = await stateOf(hub, id);
    hub.advance(91_000);
    await hub.app.features.syncs.queueDue();
    const run = await lastRun(hub, id);

    expect(paused.lastSyncLog).toMatchObject({
      pages: 1,
      added: 1_000,
      problem: { code: 'PROVIDER_RATE_LIMITED', retryable: true, message: expect.stringContaining('less often') },
    });
    const waitsMs = Date.parse(paused.lastSyncLog.problem?.retryAt ?? '') - (hub.now() - 91_000);
    expect(waitsMs).toBeGreaterThan(60_000);
    expect(waitsMs).toBeLessThanOrEqual(90_000);
    expect(paused.connectionStatus).toMatchObject({ state: 'CONNECTED', syncInProgress: true });
    expect(stillPaused.lastSyncLog.state).toBe('PAUSED');
    expect(run).toMatchObject({ state: 'SUCCEEDED', pages: 2, added: EVENTS, unchanged: 0, problem: null });
    // The first page, the refused second, the second.
    expect(calendar.listCalls).toBe(3);
  });

  test('waits where the provider hangs up again and again, then goes on', async () => {
    await using place = await openPlace(database);
    const { hub, calendar } = place;
    const held = calendar.hold(1);
    const id = await connectCalendar(hub);
    await held.arrived;

    calendar.breakWith('hang-up', { times: 4 });
    held.release();
    const paused = await untilState(hub, id, 'PAUSED');
    hub.advance(10_000);
    await hub.app.features.syncs.queueDue();
    const run = await lastRun(hub, id);

    expect(paused.lastSyncLog).toMatchObject({
      pages: 0,
      retries: 3,
      problem: {
        code: 'PROVIDER_UNAVAILABLE',
        message: expect.stringContaining('broke off before its answer was complete'),
      },
    });
    expect(run).toMatchObject({ state: 'SUCCEEDED', added: EVENTS, problem: null });
  });

  test('asks the owner to connect again where the grant is gone, once and not in a loop, and goes on after that', async () => {
    await using place = await openPlace(database, 20);
    const { hub, calendar } = place;
    const id = await connectCalendar(hub);
    await lastRun(hub, id);
    calendar.authorization.revokeGrant();

    await syncNow(hub, id, 'INCREMENTAL');
    await untilNothingIsScheduled(hub, id);
    const refused = await stateOf(hub, id);
    const { refreshes } = calendar.authorization;
    for (let quarters = 0; quarters < 4; quarters += 1) {
      hub.advance(15 * MINUTE);
      await hub.app.features.syncs.queueDue();
    }
    const later = await stateOf(hub, id);
    calendar.putEvent({ id: 'while-away', summary: 'New' });
    const again = await connectCalendar(hub);
    const run = await lastRun(hub, id);

    expect(refused).toMatchObject({
      connectionStatus: {
        state: 'REAUTHORIZATION_REQUIRED',
        syncInProgress: false,
        problem: { code: 'REAUTHORIZATION_REQUIRED', reconnectUrl: expect.stringContaining(id) },
      },
      lastSyncLog: {
        state: 'FAILED',
        problem: { code: 'REAUTHORIZATION_REQUIRED', message: expect.stringContaining('connects it again') },
      },
      records: { totalCount: 20 },
    });
    expect(refreshes).toBe(1);
    expect(calendar.authorization.refreshes).toBe(1);
    expect(later.syncLogs.totalCount).toBe(refused.syncLogs.totalCount);
    expect(again).toBe(id);
    expect(run).toMatchObject({ kind: 'INCREMENTAL', state: 'SUCCEEDED', added: 1 });
    expect((await stateOf(hub, id)).connectionStatus).toMatchObject({
      state: 'CONNECTED',
      problem: null,
      nextSyncAt: expect.any(String),
    });
  });

  const BROKEN: [Fault, string, RegExp][] = [
    ['html', 'PROVIDER_CONTRACT_BROKEN', /web page where data was expected.*Check the address/],
    ['truncated', 'PROVIDER_CONTRACT_BROKEN', /Google Calendar answered in a form that the hub does not know/],
    [
      'event-without-id',
      'PROVIDER_CONTRACT_BROKEN',
      /CalendarEvent that the hub cannot read \(number 1 .*; id:.*Try again/,
    ],
    [
      'repeated-page-token',
      'PROVIDER_CONTRACT_BROKEN',
      /same page of CalendarEvent records twice.*next run begins anew/,
    ],
    ['forbidden', 'PROVIDER_REJECTED', /does not let this account do that/],
  ];

  test('says in words what is wrong with a broken answer, loses nothing, and mends itself with the next run', async () => {
    await using place = await openPlace(database);
    const { hub, calendar } = place;
    // A push would bring the deletion before the run that is looked at.
    calendar.channels.requiresHttps = true;
    const id = await connectCalendar(hub);
    await lastRun(hub, id);

    for (const [fault, code, message] of BROKEN) {
      calendar.breakWith(fault);
      const run = await syncNow(hub, id);
      const state = await stateOf(hub, id);

      expect(run, fault).toMatchObject({ state: 'FAILED', deleted: 0, problem: { code } });
      expect(run.problem?.message, fault).toMatch(message);
      expect(state, fault).toMatchObject({
        connectionStatus: { state: 'CONNECTED', syncInProgress: false },
        syncs: [{ recordCount: EVENTS, state: 'FAILED' }],
        records: { totalCount: EVENTS },
      });
      calendar.mend();
    }

    calendar.deleteEvent('event00001');
    expect(await syncNow(hub, id)).toMatchObject({ state: 'SUCCEEDED', deleted: 1, unchanged: EVENTS - 1 });
  }, 60_000);

  test('moves the time of the last sync with a run that succeeded, and leaves it where one failed', async () => {
    await using place = await openPlace(database, 3);
    const { hub, calendar } = place;
    const beginning = hub.now();
    const id = await connectCalendar(hub);
    await lastRun(hub, id);
    const first = await lastSyncAt(hub, id);

    hub.advance(MINUTE);
    calendar.breakWith('truncated');
    const failed = await syncNow(hub, id);
    const afterFailure = await lastSyncAt(hub, id);
    hub.advance(MINUTE);
    calendar.mend();
    await syncNow(hub, id);
    const second = await lastSyncAt(hub, id);

    expect(failed.state).toBe('FAILED');
    expect(first).toBeGreaterThanOrEqual(beginning);
    expect(afterFailure).toBe(first);
    expect(second - first).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(second).toBeLessThanOrEqual(hub.now());
  });
});

async function openPlace(database: TestDatabase, events = EVENTS) {
  const calendar = await startGoogleCalendarServer({ events });
  const hub = await openHubHere(database, { definitions: [eventsOnly] });
  await configureCalendar(hub, calendar);
  return {
    hub,
    calendar,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await calendar.close();
    },
  };
}

async function stateOf(hub: HubHere, id: string): Promise<State> {
  return (await hub.get<{ integration: State }>(STATE, { id })).integration;
}

async function lastSyncAt(hub: HubHere, id: string): Promise<number> {
  return Date.parse((await stateOf(hub, id)).connectionStatus.lastSyncAt ?? '');
}

async function untilState(hub: HubHere, id: string, state: string): Promise<State> {
  await eventually(async () => (await stateOf(hub, id)).lastSyncLog.state === state, `the run to be ${state}`);
  return stateOf(hub, id);
}

async function untilNothingIsScheduled(hub: HubHere, id: string): Promise<void> {
  const isOff = async () => (await stateOf(hub, id)).connectionStatus.nextSyncAt === null;
  await eventually(isOff, 'the schedule to be off');
}
