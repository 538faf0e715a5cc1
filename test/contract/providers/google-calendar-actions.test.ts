// Against test/kit/google-calendar-server.ts, a small server that follows Google's documented answers.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { hubErrorOf } from '../../kit/read-model.js';
import { runAction } from '../../kit/run-action.js';

interface Event {
  id: string;
  [field: string]: unknown;
}

const MEETING = { summary: 'Planning', startsAt: '2026-11-24T09:00:00+01:00', endsAt: '2026-11-24T10:00:00+01:00' };

describe('Google Calendar takes actions', () => {
  let server: GoogleCalendarServer;
  beforeEach(async () => {
    server = await startGoogleCalendarServer({ events: 3 });
  });
  afterEach(() => server.close());

  const run = (name: string, input: object) => {
    const fetch = fetchWith(server.authorization.issueAccessToken());
    return runAction({ provider: googleCalendar, fetch, apiUrl: server.endpoints.apiUrl }, name, input);
  };
  const create = (input: object) => run('createEvent', input) as Promise<Event>;
  const failureOf = async (work: Promise<unknown>) =>
    hubErrorOf(googleCalendar, await work.catch((error: unknown) => error));

  describe('createEvent', () => {
    test('makes an event and gives it as Google has it', async () => {
      const made = await create({
        ...MEETING,
        location: 'Desk 4',
        timeZone: 'Europe/Zurich',
        attendees: [{ email: 'ben@example.com', isOptional: true }],
        recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
        sendUpdates: 'externalOnly',
      });

      expect(made).toMatchObject({
        id: expect.stringMatching(/^\w+$/),
        calendarId: 'primary',
        status: 'CONFIRMED',
        summary: 'Planning',
        location: 'Desk 4',
        startsAt: '2026-11-24T08:00:00.000Z',
        endsAt: '2026-11-24T09:00:00.000Z',
        startDate: null,
        timeZone: 'Europe/Zurich',
        attendees: [{ email: 'ben@example.com', isOptional: true, response: null }],
        recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
      });
      expect(server.writes[0]?.query.get('sendUpdates')).toBe('externalOnly');
      expect(server.eventIds()).toContain(made.id);
    });

    test('writes to nobody where that is not asked for', async () => {
      await create(MEETING);

      expect(server.writes[0]?.query.get('sendUpdates')).toBe('none');
    });

    test('makes an event of whole days in another calendar', async () => {
      server.addCalendar('team@example.com');

      const made = await create({ calendarId: 'team@example.com', startDate: '2026-12-24', endDate: '2026-12-27' });

      expect(made).toMatchObject({ startsAt: null, startDate: '2026-12-24', endDate: '2026-12-27' });
      expect(server.eventIds('team@example.com')).toEqual([made.id]);
    });

    test.each([
      ['no times', { summary: 'x' }, 'endsAt'],
      ['a beginning alone', { startsAt: MEETING.startsAt }, 'endsAt'],
      ['a moment and a day', { ...MEETING, startDate: '2026-12-24' }, 'endDate'],
      ['an end before its beginning', { startDate: '2026-12-24', endDate: '2026-12-24' }, 'endDate'],
      ['a time zone that is none', { ...MEETING, timeZone: 'Mars/Base' }, 'timeZone'],
      ['a rule that is none', { ...MEETING, recurrence: ['every week'] }, 'recurrence'],
      ['a calendar that is a way out', { ...MEETING, calendarId: '..' }, 'calendarId'],
    ])('refuses %s', async (_what, input, field) => {
      await expect(create(input)).rejects.toMatchObject({ issues: [{ path: expect.arrayContaining([field]) }] });
      expect(server.writes).toEqual([]);
    });

    test('says so where there is no such calendar, or the account may not write there', async () => {
      const missing = await failureOf(create({ ...MEETING, calendarId: 'nobody@example.com' }));
      server.breakWith('forbidden', { on: 'writes' });
      const forbidden = await failureOf(create(MEETING));

      expect(missing?.message).toBe('Google Calendar no longer has what was asked for.');
      expect(forbidden?.message).toBe('Google Calendar does not let this account do that in the calendar.');
    });
  });

  describe('updateEvent', () => {
    test('changes what is given, and nothing else', async () => {
      const made = await create({ ...MEETING, location: 'Desk 4', timeZone: 'Europe/Zurich' });

      const changed = await run('updateEvent', { eventId: made.id, summary: 'Review', endsAt: '2026-11-24T11:00:00Z' });

      expect(changed).toEqual({
        ...made,
        summary: 'Review',
        endsAt: '2026-11-24T11:00:00.000Z',
        updatedAt: expect.any(String),
      });
      expect(server.writes[1]?.event).toEqual({
        summary: 'Review',
        end: { dateTime: '2026-11-24T11:00:00Z', date: null },
      });
    });

    test('makes whole days of a meeting', async () => {
      const made = await create(MEETING);

      const changed = await run('updateEvent', { eventId: made.id, startDate: '2026-11-24', endDate: '2026-11-25' });

      expect(changed).toMatchObject({ startsAt: null, endsAt: null, startDate: '2026-11-24', endDate: '2026-11-25' });
    });

    test('says so where it would end before it begins', async () => {
      const made = await create(MEETING);

      const error = await failureOf(run('updateEvent', { eventId: made.id, endsAt: '2026-11-20T11:00:00Z' }));

      expect(error).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('end before it begins') });
    });
  });

  describe('deleteEvent', () => {
    test('deletes an event, and is content where it is deleted already', async () => {
      const first = await run('deleteEvent', { eventId: 'event00002' });
      const second = await run('deleteEvent', { eventId: 'event00002' });

      expect([first, second]).toEqual([
        { eventId: 'event00002', calendarId: 'primary' },
        { eventId: 'event00002', calendarId: 'primary' },
      ]);
      expect(server.eventIds()).toEqual(['event00001', 'event00003']);
    });

    test('says so where there never was one', async () => {
      const error = await failureOf(run('deleteEvent', { eventId: 'nothing' }));

      expect(error).toMatchObject({ code: 'PROVIDER_REJECTED', status: 404 });
    });

    test.each(['../calendarList', 'a/b', ''])('refuses %j as the id of an event', async (eventId) => {
      await expect(run('deleteEvent', { eventId })).rejects.toMatchObject({ issues: [{ path: ['eventId'] }] });
    });
  });

  describe('listEvents', () => {
    test('lists a stretch of time, page by page', async () => {
      const window = { timeMin: '2026-01-05T10:45:00Z', timeMax: '2026-01-05T12:15:00Z', limit: 1 };

      const first = (await run('listEvents', window)) as { events: Event[]; nextCursor: string };
      const second = await run('listEvents', { ...window, cursor: first.nextCursor });

      expect(first.events).toMatchObject([
        { id: 'event00002', summary: 'Meeting 2', startsAt: '2026-01-05T11:00:00.000Z' },
      ]);
      expect(second).toMatchObject({ events: [{ id: 'event00003' }], nextCursor: null });
      expect(Object.fromEntries(server.lists[0] ?? [])).toEqual({
        timeMin: window.timeMin,
        timeMax: window.timeMax,
        maxResults: '1',
        singleEvents: 'true',
        orderBy: 'startTime',
      });
    });

    test('refuses a stretch that ends before it begins', async () => {
      const window = { timeMin: '2026-01-05T10:00:00Z', timeMax: '2026-01-05T10:00:00+01:00' };

      await expect(run('listEvents', window)).rejects.toMatchObject({ issues: [{ path: ['timeMax'] }] });
    });

    test('says so where the answer is no list of events', async () => {
      server.breakWith('event-without-id');

      await expect(run('listEvents', {})).rejects.toMatchObject({ issues: [{ path: ['id'] }] });
    });
  });
});
