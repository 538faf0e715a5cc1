import { z } from 'zod';
import { calendarEventRecord } from '../calendar-event.record.js';
import { CalendarEventResponse, CalendarEventStatus } from '../calendar-event.type.js';
import { dateOf, dayOf, memberOf, urlOf } from '../calendar-values.js';

const attendeeOutput = z
  .object({
    email: z.string().nullable().describe('Null where Google hides it.'),
    displayName: z.string().nullable().describe('Null where Google knows no name.'),
    response: z
      .enum(CalendarEventResponse)
      .meta({ title: 'EventResponse', description: 'What somebody invited has answered.' })
      .nullable(),
    isOptional: z.boolean().describe('Whether the event takes place without them.'),
    isOrganizer: z.boolean().describe('Whether it is who organizes the event.'),
  })
  .meta({ title: 'EventAttendee', description: 'Somebody invited to an event.' });

/** An event as an action gives it, its fields named as those of the model. */
export const eventOutput = z
  .object({
    id: z.string().describe('As the actions take it for eventId; unique within its calendar.'),
    calendarId: z.string().describe('As it was asked for: primary stays primary.'),
    status: z
      .enum(CalendarEventStatus)
      .meta({ title: 'EventStatus', description: 'Whether an event takes place.' })
      .nullable(),
    summary: z.string().nullable().describe('Title; null where Google hides it or it has none.'),
    description: z.string().nullable().describe('May hold HTML.'),
    location: z.string().nullable().describe('Where it takes place, as somebody wrote it.'),
    startsAt: z.iso.datetime().nullable().describe('Null where the event lasts whole days: see startDate.'),
    endsAt: z.iso.datetime().nullable().describe('Null where the event lasts whole days: see endDate.'),
    startDate: z.iso.date().nullable().describe('First day of an event that lasts whole days.'),
    endDate: z.iso.date().nullable().describe('The day after the last of an event that lasts whole days.'),
    timeZone: z.string().nullable().describe('IANA name, e.g. Europe/Zurich.'),
    attendees: z.array(attendeeOutput).describe('All who are invited; empty where nobody is.'),
    recurrence: z.array(z.string()).describe('Lines of RFC 5545, e.g. RRULE:…; empty where it does not recur.'),
    recurringEventId: z.string().nullable().describe('Id of the recurring event that this is one time of.'),
    htmlLink: z.url().nullable().describe('The event on the web.'),
    callUrl: z.url().nullable().describe('Where its video call is.'),
    updatedAt: z.iso.datetime().nullable().describe('When Google last changed it.'),
  })
  .meta({ title: 'Event', description: 'An event of a Google calendar, as Google has it now.' });

export type EventOutput = z.output<typeof eventOutput>;

/**
 * Google's answer as an action gives it.
 * @throws ZodError where the answer is no event.
 */
export function eventOf(calendarId: string, answer: unknown): EventOutput {
  const event = calendarEventRecord.parse({ ...z.looseObject({}).parse(answer), calendarId });
  return {
    id: event.id,
    calendarId,
    status: memberOf(CalendarEventStatus, event.status),
    summary: event.summary ?? null,
    description: event.description ?? null,
    location: event.location ?? null,
    startsAt: timeOf(event.start?.dateTime),
    endsAt: timeOf(event.end?.dateTime),
    startDate: dayOf(event.start?.date),
    endDate: dayOf(event.end?.date),
    timeZone: event.start?.timeZone ?? null,
    attendees: (event.attendees ?? []).map((attendee) => ({
      email: attendee.email ?? null,
      displayName: attendee.displayName ?? null,
      response: memberOf(CalendarEventResponse, attendee.responseStatus),
      isOptional: attendee.optional ?? false,
      isOrganizer: attendee.organizer ?? false,
    })),
    recurrence: event.recurrence ?? [],
    recurringEventId: event.recurringEventId ?? null,
    htmlLink: urlOf(event.htmlLink),
    callUrl: urlOf(event.hangoutLink),
    updatedAt: timeOf(event.updated),
  };
}

function timeOf(text: string | undefined): string | null {
  return dateOf(text)?.toISOString() ?? null;
}
