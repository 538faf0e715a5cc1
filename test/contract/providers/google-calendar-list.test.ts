import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZodError } from 'zod';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { CursorExpired, type Page } from '../../../src/providers/provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { readAll, readPages } from '../../kit/read-model.js';

const OWN = 'ada@example.com';
const TEAM = 'team@group.calendar.google.com';

describe("Google's list of calendars by its documentation", () => {
  let server: GoogleCalendarServer;
  let reading: Parameters<typeof readAll>[0];

  beforeEach(async () => {
    server = await startGoogleCalendarServer({ events: 1 });
    const fetch = fetchWith(server.authorization.issueAccessToken());
    reading = { provider: googleCalendar, model: 'GoogleCalendar', fetch, apiUrl: server.endpoints.apiUrl };
  });

  afterEach(() => server.close());

  const incremental = (cursor: unknown) => readAll(reading, { kind: 'INCREMENTAL', cursor });

  const failureOf = (place?: Parameters<typeof readAll>[1]): Promise<unknown> =>
    readAll(reading, place).then(
      () => null,
      (error: unknown) => error,
    );

  const addMany = (count: number) => {
    for (let number = 1; number <= count; number += 1) server.addCalendar(`${number}@example.com`);
  };

  describe('a full run', () => {
    test('reads every calendar once, also hidden ones and those of which only busy times are seen', async () => {
      server.addCalendar(TEAM);
      server.putCalendar({ id: 'hidden@example.com', accessRole: 'reader', hidden: true });
      server.putCalendar({ id: 'boss@example.com', accessRole: 'freeBusyReader' });
      server.addCalendar('gone@example.com');
      server.removeCalendar('gone@example.com');

      const { records, pages, deletedIds } = await readAll(reading);

      expect([...records.keys()]).toEqual([OWN, TEAM, 'hidden@example.com', 'boss@example.com']);
      expect(records.get(OWN)).toMatchObject({ summary: OWN, primary: true, accessRole: 'owner' });
      expect(pages).toHaveLength(1);
      expect(deletedIds).toEqual([]);
    });

    test('reads 600 calendars in three calls', async () => {
      addMany(599);

      const { records, pages } = await readAll(reading);

      expect(records.size).toBe(600);
      expect(pages.map((page) => page.records.length)).toEqual([250, 250, 100]);
      expect(server.calendarLists.map((query) => query.get('maxResults'))).toEqual(['250', '250', '250']);
    });

    test('goes on at the page at which it was interrupted', async () => {
      addMany(299);
      const { checkpoint } = (await readPages(reading)[Symbol.asyncIterator]().next()).value as Page;

      const { records, cursor } = await readAll(reading, { checkpoint });

      expect(records.size).toBe(50);
      expect(cursor).toEqual({ syncToken: expect.any(String) });
    });

    test('begins anew where Google no longer takes the place it stood at', async () => {
      addMany(299);
      const { checkpoint } = (await readPages(reading)[Symbol.asyncIterator]().next()).value as Page;
      server.expireSyncTokens();

      expect(await failureOf({ checkpoint })).toBeInstanceOf(CursorExpired);
    });
  });

  describe('an incremental run', () => {
    test('finds what was added, what changed, and what left the list', async () => {
      server.addCalendar(TEAM);
      server.addCalendar('left@example.com');
      const { cursor } = await readAll(reading);
      server.addCalendar('new@example.com');
      server.putCalendar({ id: TEAM, summary: 'Team', summaryOverride: 'Us', accessRole: 'writer' });
      server.removeCalendar('left@example.com');

      const found = await incremental(cursor);

      expect([...found.records.keys()]).toEqual([TEAM, 'new@example.com']);
      expect(found.records.get(TEAM)).toMatchObject({ summaryOverride: 'Us' });
      expect(found.deletedIds).toEqual(['left@example.com']);
      expect(await incremental(found.cursor)).toMatchObject({ records: new Map(), deletedIds: [] });
    });

    test('finds a calendar that was hidden', async () => {
      server.addCalendar(TEAM);
      const { cursor } = await readAll(reading);
      server.putCalendar({ id: TEAM, accessRole: 'owner', hidden: true });

      const { records } = await incremental(cursor);

      expect(records.get(TEAM)).toMatchObject({ hidden: true });
    });

    test('reads changes of many pages with the same sync token', async () => {
      const { cursor } = await readAll(reading);
      addMany(300);

      const { records, pages } = await incremental(cursor);

      expect(records.size).toBe(300);
      expect(pages).toHaveLength(2);
      expect(new Set(server.calendarLists.slice(1).map((query) => query.get('syncToken'))).size).toBe(1);
    });

    test('asks for a full run where the sync token has expired, or cannot be read', async () => {
      const { cursor } = await readAll(reading);
      server.expireSyncTokens();

      expect(await failureOf({ kind: 'INCREMENTAL', cursor })).toBeInstanceOf(CursorExpired);
    });

    test('reads the whole list where Google gave no token', async () => {
      server.addCalendar(TEAM);

      const { records } = await incremental(null);

      expect([...records.keys()]).toEqual([OWN, TEAM]);
    });
  });

  describe('a broken answer', () => {
    test.each(['html', 'truncated'] as const)('does not pass %s for an account without calendars', async (fault) => {
      server.breakWith(fault, { on: 'calendars' });

      expect(await failureOf()).toBeInstanceOf(ZodError);
    });

    test('gives the same checkpoint where Google names the same page again', async () => {
      server.breakWith('repeated-page-token', { on: 'calendars' });
      const pages = readPages(reading)[Symbol.asyncIterator]();

      const first = (await pages.next()).value as Page;

      expect(first.checkpoint).not.toBeNull();
      expect(((await pages.next()).value as Page).checkpoint).toEqual(first.checkpoint);
    });
  });

  test('names each calendar as its events do', async () => {
    server.addCalendar(TEAM, 2);

    const { records } = await readAll(reading);
    const events = await readAll({ ...reading, model: 'CalendarEvent' });

    const named = [...events.records.values()].map(({ calendarId }) => String(calendarId));
    expect(new Set(named)).toEqual(new Set(records.keys()));
  });
});
