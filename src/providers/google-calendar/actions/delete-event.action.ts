import { z } from 'zod';
import { defineAction } from '../../provider.js';
import type { GoogleCalendarApi } from '../google-calendar-api.js';
import { statusOf } from '../../google/google-error.js';
import { calendarId, eventId, sendUpdates } from './event-input.js';

const deleteEventInput = z.object({ calendarId, eventId, sendUpdates });

const deleteEventOutput = z.object({
  eventId: z.string().describe('The event that is no more.'),
  calendarId: z.string().describe('As it was asked for.'),
});

interface DeleteEventRequest {
  api: GoogleCalendarApi;
  input: z.output<typeof deleteEventInput>;
  signal: AbortSignal;
}

/** @see https://developers.google.com/workspace/calendar/api/v3/reference/events/delete */
export const deleteEvent = defineAction({
  name: 'deleteEvent',
  description:
    'Deletes an event; by the id of a recurring event, all of its times. One that is deleted already stays so.',
  input: deleteEventInput,
  output: deleteEventOutput,
  async run({ api, input, signal }: DeleteEventRequest): Promise<z.output<typeof deleteEventOutput>> {
    const client = await api();
    const { calendarId: id, eventId: event, sendUpdates: mails } = input;
    try {
      await client.events.delete({ calendarId: id, eventId: event, sendUpdates: mails }, { signal });
    } catch (error) {
      // It was deleted before, maybe by a first try whose answer was lost.
      if (statusOf(error) !== 410) throw error;
    }
    return { eventId: event, calendarId: id };
  },
});
