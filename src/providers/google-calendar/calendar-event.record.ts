import { z } from 'zod';

const moment = z.looseObject({
  /** Of an event that lasts whole days: YYYY-MM-DD; the end is the day after the last. */
  date: z.string().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

const person = z.looseObject({
  email: z.string().optional(),
  displayName: z.string().optional(),
  self: z.boolean().optional(),
});

/**
 * An event as Google sends it, and the calendar it was read from.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events#resource
 */
export const calendarEventRecord = z.looseObject({
  calendarId: z.string().min(1),
  id: z.string().min(1),
  status: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  htmlLink: z.string().optional(),
  hangoutLink: z.string().optional(),
  eventType: z.string().optional(),
  created: z.string().optional(),
  updated: z.string().optional(),
  start: moment.optional(),
  end: moment.optional(),
  organizer: person.optional(),
  attendees: z
    .array(
      person.extend({
        responseStatus: z.string().optional(),
        organizer: z.boolean().optional(),
        optional: z.boolean().optional(),
      }),
    )
    .optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: z.string().optional(),
  originalStartTime: moment.optional(),
});

export type CalendarEventRecord = z.output<typeof calendarEventRecord>;

/** Event ids are unique within their calendar only: the same meeting lies in several calendars under one id. */
export function externalIdOf(calendarId: string, eventId: string): string {
  return `${calendarId}/${eventId}`;
}
