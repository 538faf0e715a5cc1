import { z } from 'zod';
import { HubError } from '../../platform/errors/hub-error.js';
import type { GoogleCalendarApi } from './google-calendar-api.js';

const calendarListPage = z.object({
  kind: z.literal('calendar#calendarList'),
  items: z.array(z.object({ id: z.string().min(1), primary: z.boolean().optional() })).default([]),
  nextPageToken: z.string().min(1).optional(),
});

export type ListedCalendar = z.output<typeof calendarListPage>['items'][number];

/**
 * Calendars whose events the account may read, hidden ones too, in the order of their ids: a run that
 * was interrupted finds its place again.
 * @throws HubError PROVIDER_CONTRACT_BROKEN where Google leads in a circle.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list
 */
export async function readableCalendars(api: GoogleCalendarApi, signal?: AbortSignal): Promise<ListedCalendar[]> {
  const client = await api();
  const calendars = new Map<string, ListedCalendar>();
  const visited = new Set<string | undefined>();
  let pageToken: string | undefined;
  do {
    if (visited.has(pageToken)) throw circle();
    visited.add(pageToken);
    const { data } = await client.calendarList.list(
      { minAccessRole: 'reader', showHidden: true, maxResults: 250, pageToken },
      { signal },
    );
    const page = calendarListPage.parse(data);
    for (const calendar of page.items) calendars.set(calendar.id, calendar);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return [...calendars.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function circle(): HubError {
  return new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    'Google Calendar sent the same page of the list of calendars twice and would go on for ever, so the hub stopped. Try again later.',
  );
}
