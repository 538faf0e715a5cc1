import { defineReading } from '../provider.js';
import type { CalendarEvent } from './calendar-event.type.js';

export const calendarEventReading = defineReading<CalendarEvent>({
  query: 'calendarEvents',
  description:
    'Events of a Google Calendar account by when they start, the earliest first; those of whole days start at midnight UTC. A recurring event stands where its first time is.',
  version: 1,
  filters: {
    recurringEventId: { description: 'Changed and cancelled times of this recurring event.' },
    calendarId: { description: 'Of this calendar.' },
    status: { description: 'With this status; a cancelled time of a recurring event is CANCELLED.' },
  },
  order: { by: startOf, direction: 'ASC', after: 'startsAfter', before: 'startsBefore' },
  references: {
    calendar: { description: 'Where it lies.', to: 'GoogleCalendar', by: 'calendarId' },
  },
});

/** A cancelled time of a recurring event has nothing but when it would have been. */
function startOf({ data: { start, originalStartTime } }: CalendarEvent): number | null {
  const text = start?.dateTime ?? start?.date ?? originalStartTime?.dateTime ?? originalStartTime?.date;
  return text === undefined ? null : Date.parse(text);
}
