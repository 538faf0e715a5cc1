import { z } from 'zod';
import { defineAction } from '../../provider.js';
import type { GoogleCalendarApi } from '../google-calendar-api.js';
import { calendarId, eventFields, eventId, eventResource, sendUpdates, timeFault } from './event-input.js';
import { eventOf, eventOutput, type EventOutput } from './event-output.js';

const updateEventInput = z.object({ calendarId, eventId, ...eventFields, sendUpdates }).check((check) => {
  const fault = timeFault(check.value);
  const path = [check.value.endDate === undefined ? 'endsAt' : 'endDate'];
  if (fault !== null) check.issues.push({ code: 'custom', input: check.value, path, message: fault });
});

interface UpdateEventRequest {
  api: GoogleCalendarApi;
  input: z.output<typeof updateEventInput>;
  signal: AbortSignal;
}

/** @see https://developers.google.com/workspace/calendar/api/v3/reference/events/patch */
export const updateEvent = defineAction({
  name: 'updateEvent',
  description: 'Changes what is given of an event, and leaves the rest as it is.',
  input: updateEventInput,
  output: eventOutput,
  async run({ api, input, signal }: UpdateEventRequest): Promise<EventOutput> {
    const client = await api();
    const { calendarId: id, eventId: event, sendUpdates: mails, ...fields } = input;
    const { data } = await client.events.patch(
      { calendarId: id, eventId: event, sendUpdates: mails, requestBody: eventResource(fields) },
      { signal },
    );
    return eventOf(id, data);
  },
});
