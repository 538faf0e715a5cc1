import { defineModel } from '../provider.js';
import { calendarEventCheckpoint, calendarEventCursor, calendarEventPages } from './calendar-event-pages.js';
import { calendarEventRecord, externalIdOf } from './calendar-event.record.js';
import { calendarEventReading } from './calendar-event.reading.js';
import { CalendarEvent } from './calendar-event.type.js';

/** Events of every calendar that the account can read. */
export const calendarEventModel = defineModel({
  name: 'CalendarEvent',
  record: calendarEventRecord,
  cursor: calendarEventCursor,
  checkpoint: calendarEventCheckpoint,
  type: CalendarEvent,
  reading: calendarEventReading,
  idOf: ({ calendarId, id }) => externalIdOf(calendarId, id),
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: calendarEventPages,
});
