import type { calendar_v3 } from '@googleapis/calendar';
import { z } from 'zod';

/** A calendar of the account. A path of dots alone would lead elsewhere. */
export const calendarId = z
  .string()
  .max(254)
  .regex(/^(?!\.{1,2}$)[^/\\\s]+$/, 'must be the id of a calendar, e.g. primary')
  .default('primary')
  .describe("The account's own calendar where left out.");

export const eventId = z
  .string()
  .regex(/^[\w-]{1,1024}$/, 'must be the id of an event')
  .describe("Google's id: eventId of the record.");

/** @see https://developers.google.com/workspace/calendar/api/v3/reference/events/insert#sendUpdates */
export const sendUpdates = z
  .enum(['all', 'externalOnly', 'none'])
  .meta({ title: 'SendUpdates', description: 'Who of those invited gets mail about it.' })
  .default('none');

const time = z.iso.datetime({ offset: true });

/** What can be said of an event, both when it is made and when it is changed. */
export const eventFields = {
  summary: z.string().max(1024).optional().describe('Title.'),
  description: z.string().max(8192).optional().describe('May hold HTML.'),
  location: z.string().max(1024).optional().describe('Where it takes place, in any words.'),
  startsAt: time.optional().describe('With endsAt, of an event that does not last whole days.'),
  endsAt: time.optional().describe('After startsAt.'),
  startDate: z.iso.date().optional().describe('First day; with endDate, of an event that lasts whole days.'),
  endDate: z.iso.date().optional().describe('The day after the last.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be the IANA name of a time zone, e.g. Europe/Zurich')
    .optional()
    .describe("IANA name, e.g. Europe/Zurich; the calendar's where left out. A recurring event needs it."),
  attendees: z
    .array(
      z
        .object({
          email: z.email().describe('Where the invitation goes.'),
          displayName: z.string().max(256).optional().describe('Shown where Google knows no name for the address.'),
          isOptional: z.boolean().optional().describe('Whether the event takes place without them.'),
        })
        .meta({ title: 'EventAttendee' }),
    )
    .max(200)
    .optional()
    .describe('All who are invited. In a change they replace those before, and their answers begin anew.'),
  recurrence: z
    .array(z.string().regex(/^(RRULE|EXRULE|RDATE|EXDATE)[:;]/, 'must be an RRULE, EXRULE, RDATE or EXDATE line'))
    .max(50)
    .optional()
    .describe('Lines of RFC 5545, e.g. RRULE:FREQ=WEEKLY;COUNT=10.'),
};

const fields = z.object(eventFields);

export type EventFields = z.output<typeof fields>;

/** What is wrong with the times of an event that is made, or changed; null where nothing is. */
export function timeFault({ startsAt, endsAt, startDate, endDate }: EventFields): string | null {
  const [start, end] = [startsAt ?? startDate, endsAt ?? endDate];
  if ((startsAt ?? endsAt) !== undefined && (startDate ?? endDate) !== undefined) {
    return 'give startsAt and endsAt, or startDate and endDate, not both';
  }
  return start !== undefined && end !== undefined && Date.parse(end) <= Date.parse(start)
    ? 'must be after its beginning'
    : null;
}

/** As Google takes it; what is left out stays out, and null takes away. @see https://developers.google.com/workspace/calendar/api/v3/reference/events */
export function eventResource(event: EventFields): calendar_v3.Schema$Event {
  const { summary, description, location, recurrence, timeZone } = event;
  return {
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    ...(recurrence !== undefined && { recurrence }),
    ...momentIn('start', event.startsAt, event.startDate, timeZone),
    ...momentIn('end', event.endsAt, event.endDate, timeZone),
    ...(event.attendees !== undefined && {
      attendees: event.attendees.map(({ isOptional: optional, ...person }) => ({ ...person, optional })),
    }),
  };
}

/** The other kind is taken away: an event that is changed from one to the other must not keep the first. */
function momentIn(place: 'start' | 'end', dateTime?: string, date?: string, timeZone?: string) {
  if (dateTime !== undefined) return { [place]: { dateTime, date: null, ...(timeZone && { timeZone }) } };
  return date === undefined ? {} : { [place]: { date, dateTime: null } };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
