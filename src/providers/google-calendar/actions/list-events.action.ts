import { z } from 'zod';
import { defineAction } from '../../provider.js';
import type { GoogleCalendarApi } from '../google-calendar-api.js';
import { calendarId } from './event-input.js';
import { eventOf, eventOutput } from './event-output.js';

const time = z.iso.datetime({ offset: true });

const listEventsInput = z
  .object({
    calendarId,
    timeMin: time.optional().describe('Only events that end after it.'),
    timeMax: time.optional().describe('Only events that begin before it.'),
    search: z.string().min(1).max(500).optional().describe('Words in the title, description, location or people.'),
    limit: z.int().min(1).max(250).default(100).describe('How many at most; there may be fewer before the last page.'),
    cursor: z.string().min(1).max(2000).optional().describe('nextCursor of the page before; the first where left out.'),
  })
  .refine(({ timeMin, timeMax }) => !timeMin || !timeMax || Date.parse(timeMin) < Date.parse(timeMax), {
    path: ['timeMax'],
    error: 'must be after timeMin',
  });

const listEventsOutput = z.object({
  events: z.array(eventOutput).describe('In the order in which they begin, recurring ones time by time.'),
  nextCursor: z.string().nullable().describe('Asks for the next page, with the same input; null on the last.'),
});

const eventsAnswer = z.object({
  kind: z.literal('calendar#events'),
  items: z.array(z.unknown()).default([]),
  nextPageToken: z.string().min(1).optional(),
});

interface ListEventsRequest {
  api: GoogleCalendarApi;
  input: z.output<typeof listEventsInput>;
  signal: AbortSignal;
}

/** @see https://developers.google.com/workspace/calendar/api/v3/reference/events/list */
export const listEvents = defineAction({
  name: 'listEvents',
  description: 'Lists the events of a calendar in a stretch of time as they are now, a page at a time.',
  input: listEventsInput,
  output: listEventsOutput,
  async run({ api, input, signal }: ListEventsRequest): Promise<z.output<typeof listEventsOutput>> {
    const client = await api();
    const { calendarId: id, timeMin, timeMax, search: q, limit: maxResults, cursor: pageToken } = input;
    const { data } = await client.events.list(
      { calendarId: id, timeMin, timeMax, q, maxResults, pageToken, singleEvents: true, orderBy: 'startTime' },
      { signal },
    );
    const { items, nextPageToken } = eventsAnswer.parse(data);
    return { events: items.map((item) => eventOf(id, item)), nextCursor: nextPageToken ?? null };
  },
});
