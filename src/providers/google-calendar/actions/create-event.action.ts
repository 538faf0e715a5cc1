import { z } from 'zod';
import { defineAction } from '../../provider.js';
import type { GoogleCalendarApi } from '../google-calendar-api.js';
import { calendarId, eventFields, eventResource, sendUpdates, timeFault } from './event-input.js';
import { eventOf, eventOutput, type EventOutput } from './event-output.js';

const createEventInput = z.object({ calendarId, ...eventFields, sendUpdates }).check((check) => {
  const { startsAt, endsAt, startDate, endDate } = check.value;
  const isTimed = (startsAt && endsAt) || (startDate && endDate);
  const fault = timeFault(check.value) ?? (isTimed ? null : 'give startsAt and endsAt, or startDate and endDate');
  const path = [startDate === undefined ? 'endsAt' : 'endDate'];
  if (fault !== null) check.issues.push({ code: 'custom', input: check.value, path, message: fault });
});

interface CreateEventRequest {
  api: GoogleCalendarApi;
  input: z.output<typeof createEventInput>;
  signal: AbortSignal;
}

/**
 * Google knows no idempotency key: an event whose answer was lost is not sent again.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events/insert
 */
export const createEvent = defineAction({
  name: 'createEvent',
  description: 'Makes an event in a calendar, and invites people to it.',
  input: createEventInput,
  output: eventOutput,
  async run({ api, input, signal }: CreateEventRequest): Promise<EventOutput> {
    const client = await api();
    const { calendarId: id, sendUpdates: mails, ...event } = input;
    const { data } = await client.events.insert(
      { calendarId: id, sendUpdates: mails, requestBody: eventResource(event) },
      { signal },
    );
    return eventOf(id, data);
  },
});
