import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZodError } from 'zod';
import { CursorExpired, type Page } from '../../../src/providers/provider.js';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { hubErrorOf, modelOf, readAll, readPages } from '../../kit/read-model.js';

const OWN = 'ada@example.com';

describe('Google Calendar by its documentation', () => {
  let server: GoogleCalendarServer;
  let reading: Parameters<typeof readAll>[0];

  beforeEach(async () => {
    server = await startGoogleCalendarServer({ events: 5 });
    const fetch = fetchWith(server.authorization.issueAccessToken());
    reading = { provider: googleCalendar, model: 'CalendarEvent', fetch, apiUrl: server.endpoints.apiUrl };
  });

  afterEach(() => server.close());

  const incremental = (cursor: unknown, changedSince: number | null = null) =>
    readAll(reading, { kind: 'INCREMENTAL', cursor, changedSince });

  const failureOf = (place?: Parameters<typeof readAll>[1]): Promise<unknown> =>
    readAll(reading, place).then(
      () => null,
      (error: unknown) => error,
    );

  describe('a full run', () => {
    test('reads 5,000 events in five calls', async () => {
      server.addCalendar(OWN, 5000);

      const { records, pages } = await readAll(reading);

      expect(records.size).toBe(5000);
      expect(pages).toHaveLength(5);
      expect(server.listCalls).toBe(5);
      expect(server.lists.map((query) => [query.get('maxResults'), query.get('singleEvents')])).toEqual(
        Array.from({ length: 5 }, () => ['1000', 'false']),
      );
    });

    test('keeps events of the same id in two calendars apart', async () => {
      server.addCalendar('team@example.com', 2);

      const { records } = await readAll(reading);

      expect(records.size).toBe(7);
      expect(records.get('team@example.com/event00001')).toMatchObject({
        calendarId: 'team@example.com',
        id: 'event00001',
      });
    });

    test('goes on at the page at which it was interrupted, without reading the first again', async () => {
      server.addCalendar(OWN, 2000);
      server.addCalendar('aaa@example.com', 1);
      const pages = readPages(reading)[Symbol.asyncIterator]();
      await pages.next();
      const { checkpoint } = (await pages.next()).value as Page;
      const callsBefore = server.listCalls;

      const { records, cursor } = await readAll(reading, { checkpoint });

      expect(server.listCalls - callsBefore).toBe(1);
      expect(records.size).toBe(1000);
      expect(cursor).toEqual({ syncTokens: { 'aaa@example.com': expect.any(String), [OWN]: expect.any(String) } });
    });

    test('goes on with the next calendar where the one it was in is gone', async () => {
      server.addCalendar('zzz@example.com', 3);
      const checkpoint = { calendarId: 'gone@example.com', pageToken: 'page', syncTokens: { [OWN]: 'token' } };

      const { records, cursor } = await readAll(reading, { checkpoint });

      expect(records.size).toBe(3);
      expect(cursor).toMatchObject({ syncTokens: { [OWN]: 'token', 'zzz@example.com': expect.any(String) } });
    });

    test('begins anew where Google no longer takes the place it stood at', async () => {
      server.addCalendar(OWN, 5000);
      const first = (await readPages(reading)[Symbol.asyncIterator]().next()).value as Page;
      server.expireSyncTokens();

      const error = await failureOf({ checkpoint: first.checkpoint });

      expect(error).toBeInstanceOf(CursorExpired);
    });

    test('ends well where the account has no calendar', async () => {
      server.removeCalendar(OWN);

      const { records, pages } = await readAll(reading);

      expect(records.size).toBe(0);
      expect(pages).toEqual([{ records: [], checkpoint: null, cursor: { syncTokens: {} } }]);
    });
  });

  describe('an incremental run', () => {
    test('reads only what changed', async () => {
      const { cursor } = await readAll(reading);
      server.updateEvent('event00002', { summary: 'Moved' });
      server.putEvent({ id: 'new00001', summary: 'New' });

      const { records } = await incremental(cursor);

      expect([...records.values()].map(({ id, summary }) => [id, summary])).toEqual([
        ['event00002', 'Moved'],
        ['new00001', 'New'],
      ]);
    });

    test('names what was deleted', async () => {
      const { cursor } = await readAll(reading);
      server.deleteEvent('event00003');

      const { records, deletedIds } = await incremental(cursor);

      expect(records.size).toBe(0);
      expect(deletedIds).toEqual([`${OWN}/event00003`]);
    });

    test('keeps a cancelled time of a series, which the series itself does not tell', async () => {
      const { cursor } = await readAll(reading);
      server.putEvent({ id: 'event00001_20260112', status: 'cancelled', recurringEventId: 'event00001' });

      const { records, deletedIds } = await incremental(cursor);

      expect(records.get(`${OWN}/event00001_20260112`)).toMatchObject({ status: 'cancelled' });
      expect(deletedIds).toEqual([]);
    });

    test('finds nothing where nothing changed', async () => {
      const { cursor } = await readAll(reading);

      const { records, deletedIds } = await incremental((await incremental(cursor)).cursor);

      expect(records.size + deletedIds.length).toBe(0);
    });

    test('reads a new calendar whole', async () => {
      const { cursor } = await readAll(reading);
      server.addCalendar('new@example.com', 2);

      const found = await incremental(cursor);

      expect([...found.records.keys()]).toEqual(['new@example.com/event00001', 'new@example.com/event00002']);
      expect(found.cursor).toMatchObject({ syncTokens: { 'new@example.com': expect.any(String) } });
    });

    test('asks for a full run where a calendar is gone', async () => {
      server.addCalendar('left@example.com', 2);
      const { cursor } = await readAll(reading);
      server.removeCalendar('left@example.com');

      expect(await failureOf({ kind: 'INCREMENTAL', cursor })).toBeInstanceOf(CursorExpired);
    });

    test('asks for a full run where the sync token has expired', async () => {
      const { cursor } = await readAll(reading);
      server.expireSyncTokens();

      expect(await failureOf({ kind: 'INCREMENTAL', cursor })).toBeInstanceOf(CursorExpired);
    });

    test('asks a calendar without a sync token for what was updated since', async () => {
      server.updateEvent('event00004', { summary: 'Just now' });

      const { records } = await incremental({ syncTokens: { [OWN]: null } }, Date.now() - 60_000);

      expect([...records.keys()]).toEqual([`${OWN}/event00004`]);
      expect(server.lists.at(-1)?.has('updatedMin')).toBe(true);
    });
  });

  describe('a broken answer', () => {
    test('gives the same checkpoint where Google names the same page again', async () => {
      server.breakWith('repeated-page-token');
      const pages = readPages(reading)[Symbol.asyncIterator]();

      const first = (await pages.next()).value as Page;
      const second = (await pages.next()).value as Page;

      expect(second.checkpoint).toEqual(first.checkpoint);
    });

    test.each(['html', 'truncated'] as const)('does not pass %s for an empty calendar', async (fault) => {
      server.breakWith(fault);

      expect(await failureOf()).toBeInstanceOf(ZodError);
    });

    test('hands an event without id on to be refused by the schema', async () => {
      server.breakWith('event-without-id');
      const pages = readPages(reading)[Symbol.asyncIterator]();

      const { records } = (await pages.next()).value as Page;

      const parsed = modelOf(googleCalendar, 'CalendarEvent').record.safeParse(records[0]);
      expect(parsed.error?.issues).toMatchObject([{ path: ['id'] }]);
    });

    test('does not read the list of calendars for ever', async () => {
      server.breakWith('repeated-page-token', { on: 'calendars' });

      expect(await failureOf()).toMatchObject({ code: 'PROVIDER_CONTRACT_BROKEN' });
    });

    test('leaves out a calendar that is listed but gone', async () => {
      const fetch: typeof reading.fetch = (input, init) =>
        (input as URL).href.includes(encodeURIComponent('ghost@example.com'))
          ? Promise.resolve(Response.json({ error: { code: 404, errors: [{ reason: 'notFound' }] } }, { status: 404 }))
          : reading.fetch(input, init);
      server.addCalendar('ghost@example.com', 2);

      const { records } = await readAll({ ...reading, fetch });

      expect(records.size).toBe(5);
    });
  });

  describe('an error', () => {
    test('is left to the hub where the status says all', async () => {
      server.breakWith('unavailable');

      expect(hubErrorOf(googleCalendar, await failureOf())).toBeNull();
    });

    test('is in words where the account may not read the calendar', async () => {
      server.breakWith('forbidden');

      expect(hubErrorOf(googleCalendar, await failureOf())).toMatchObject({
        code: 'PROVIDER_REJECTED',
        message: 'Google Calendar does not let this account do that in the calendar.',
      });
    });
  });

  test('names the account, and says what to do where it has no calendar', async () => {
    expect(await googleCalendar.identify(googleCalendar.createApi(reading))).toEqual({ externalId: OWN, label: OWN });

    server.removeCalendar(OWN);

    await expect(googleCalendar.identify(googleCalendar.createApi(reading))).rejects.toMatchObject({
      code: 'PROVIDER_REJECTED',
      message: expect.stringContaining('Open Google Calendar once'),
    });
  });
});
