import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { Emulators, fetchWith } from '../../kit/emulators.js';
import { readAll, readPages } from '../../kit/read-model.js';
import { runAction } from '../../kit/run-action.js';

const ADA = 'ada.lindqvist@acorn.example';

describe('Google Calendar at the emulator', () => {
  let emulators: Emulators;
  let reading: Parameters<typeof readAll>[0];

  beforeAll(async () => {
    emulators = await Emulators.start();
    const { access_token } = await emulators.connect('google-calendar', ADA);
    const { apiUrl } = emulators.provider('google-calendar').endpoints;
    reading = { provider: googleCalendar, model: 'CalendarEvent', fetch: fetchWith(String(access_token)), apiUrl };
  });

  afterAll(() => emulators[Symbol.asyncDispose]());

  test('knows the account by its address', async () => {
    const account = await googleCalendar.identify(googleCalendar.createApi(reading));

    expect(account).toEqual({ externalId: ADA, label: ADA });
  });

  test('reads the events of every calendar', async () => {
    const { records } = await readAll(reading);

    const calendars = new Set([...records.values()].map(({ calendarId }) => String(calendarId)));
    expect(records.size).toBe(2262);
    expect([...calendars].toSorted((one, other) => one.localeCompare(other))).toEqual([
      ADA,
      'company@acorn.example',
      'releases@acorn.example',
      'team@acorn.example',
    ]);
  });

  test('reads the list of calendars, the own among them, which the events name', async () => {
    const { records } = await readAll({ ...reading, model: 'GoogleCalendar' });
    const events = await readAll(reading);

    const named = [...events.records.values()].map(({ calendarId }) => String(calendarId));
    expect(records.get(ADA)).toMatchObject({ primary: true, accessRole: 'owner', summary: expect.any(String) });
    expect(new Set(named)).toEqual(new Set(records.keys()));
  });

  test('goes on where a run was interrupted', async () => {
    const whole = await readAll(reading);
    const [first, second] = whole.pages;

    const rest = await readAll(reading, { checkpoint: second?.checkpoint ?? null });

    expect(rest.records.size).toBe(2262 - (first?.records.length ?? 0) - (second?.records.length ?? 0));
    expect(rest.cursor).toEqual(whole.cursor);
  });

  test('reads all again where a calendar gave no sync token', async () => {
    const { cursor } = await readAll(reading);

    const { records } = await readAll(reading, { kind: 'INCREMENTAL', cursor, changedSince: Date.now() });

    expect(records.size).toBe(2262);
  });

  test('makes, lists and deletes an event', async () => {
    const times = { startsAt: '2031-03-03T09:00:00Z', endsAt: '2031-03-03T10:00:00Z' };
    const made = (await runAction(reading, 'createEvent', { ...times, summary: 'Far ahead' })) as { id: string };
    const window = { timeMin: '2031-03-01T00:00:00Z', timeMax: '2031-03-31T00:00:00Z' };

    const before = await runAction(reading, 'listEvents', window);
    await runAction(reading, 'deleteEvent', { eventId: made.id });
    const after = await runAction(reading, 'listEvents', window);

    expect(before).toMatchObject({
      events: [{ id: made.id, summary: 'Far ahead', startsAt: '2031-03-03T09:00:00.000Z' }],
      nextCursor: null,
    });
    expect(after).toEqual({ events: [], nextCursor: null });
  });

  test('stops between pages when it is told to', async () => {
    const controller = new AbortController();
    const pages = readPages(reading, { signal: controller.signal })[Symbol.asyncIterator]();
    await pages.next();

    controller.abort();

    await expect(pages.next()).rejects.toThrow(/abort/i);
  });
});
