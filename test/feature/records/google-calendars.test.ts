import { expect, test } from 'vitest';
import { ada, openApi, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration } from '../../kit/rows.js';
import { storeRecords } from '../../kit/store-records.js';
import { providers } from '../../../src/providers/index.js';
import type { Row } from '../../../src/tables.js';

const OWN = 'ada@example.com';
const TEAM = 'team@group.calendar.google.com';

const CALENDARS = `query ($id: ID!, $isPrimary: Boolean, $role: GoogleCalendarAccessRole, $reverse: Boolean! = false) {
  googleCalendars(integrationId: $id, isPrimary: $isPrimary, accessRole: $role, reverse: $reverse) {
    totalCount
    nodes { calendarId }
  }
}`;

describeEachDatabase((database) => {
  test('lists calendars, the own first, by what the account may do there', async () => {
    await using api = await openApi(database, providers);
    const google = await addIntegration(api.db, { providerId: 'google-calendar' });
    const entries = [
      { id: TEAM, accessRole: 'writer' },
      { id: 'boss@example.com', accessRole: 'freeBusyReader' },
    ];
    for (const entry of [...entries, { id: OWN, accessRole: 'owner', primary: true }]) {
      await storeRecords(api, database.engine, google, 'GoogleCalendar', [entry]);
    }

    expect(await idsOf(api, google)).toEqual([OWN, TEAM, 'boss@example.com']);
    expect(await idsOf(api, google, { reverse: true })).toEqual(['boss@example.com', TEAM, OWN]);
    expect(await idsOf(api, google, { isPrimary: true })).toEqual([OWN]);
    expect(await idsOf(api, google, { role: 'FREE_BUSY_READER' })).toEqual(['boss@example.com']);
  });

  test('leads from an event to its calendar, and nowhere where the hub has none of that id', async () => {
    await using api = await openApi(database, providers);
    const google = await addIntegration(api.db, { providerId: 'google-calendar' });
    await storeRecords(api, database.engine, google, 'GoogleCalendar', [
      { id: TEAM, summary: 'Team of ada@example.com', summaryOverride: 'Team' },
    ]);
    await storeRecords(api, database.engine, google, 'CalendarEvent', [
      { calendarId: TEAM, id: 'standup', start: { date: '2026-11-24' } },
      { calendarId: OWN, id: 'lunch', start: { date: '2026-11-25' } },
    ]);

    const { data, errors } = await api.askAs(
      ada,
      'query ($id: ID!) { calendarEvents(integrationId: $id) { nodes { eventId calendar { summary } } } }',
      { id: google.id },
    );

    expect(errors).toEqual([]);
    expect(data.calendarEvents.nodes).toEqual([
      { eventId: 'standup', calendar: { summary: 'Team' } },
      { eventId: 'lunch', calendar: null },
    ]);
  });
});

async function idsOf(api: Api, { id }: Row<'integration'>, given: object = {}): Promise<string[]> {
  const { data, errors } = await api.askAs(ada, CALENDARS, { id, ...given });
  expect(errors).toEqual([]);
  const { nodes, totalCount } = data.googleCalendars as { nodes: { calendarId: string }[]; totalCount: number };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ calendarId }) => calendarId);
}
