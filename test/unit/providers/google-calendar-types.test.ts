import { expect, test } from 'vitest';
import { GoogleCalendar } from '../../../src/providers/google-calendar/google-calendar.type.js';

const calendarOf = (data: object) => new GoogleCalendar({ id: 'rec_1', data: JSON.stringify(data) } as never);

test("a calendar has the account's own name for it, and what it may do there", () => {
  const calendar = calendarOf({
    id: 'team@example.com',
    summary: 'Team calendar of the whole company',
    summaryOverride: 'Team',
    accessRole: 'writerWithoutPrivateAccess',
    timeZone: 'Europe/Zurich',
    selected: true,
    backgroundColor: '#9fe1e7',
  });

  expect([calendar.calendarId, calendar.summary, calendar.accessRole, calendar.timeZone]).toEqual([
    'team@example.com',
    'Team',
    'WRITER_WITHOUT_PRIVATE_ACCESS',
    'Europe/Zurich',
  ]);
  expect([calendar.isPrimary, calendar.isSelected, calendar.isHidden]).toEqual([false, true, false]);
  expect([calendar.backgroundColor, calendar.foregroundColor]).toEqual(['#9fe1e7', null]);
});

test('a calendar of which Google says nothing but its id has nothing else', () => {
  const calendar = calendarOf({ id: 'ada@example.com', accessRole: 'a new role', summary: '' });

  expect([calendar.summary, calendar.description, calendar.location, calendar.accessRole]).toEqual(
    Array.from({ length: 4 }, () => null),
  );
  expect([calendar.isPrimary, calendar.isSelected, calendar.isHidden]).toEqual([false, false, false]);
});
