import { defineModel } from '../provider.js';
import { googleCalendarCheckpoint, googleCalendarCursor, googleCalendarPages } from './google-calendar-pages.js';
import { googleCalendarReading } from './google-calendar.reading.js';
import { googleCalendarRecord } from './google-calendar.record.js';
import { GoogleCalendar } from './google-calendar.type.js';

/** Calendars of the account, hidden ones too. */
export const googleCalendarModel = defineModel({
  name: 'GoogleCalendar',
  record: googleCalendarRecord,
  cursor: googleCalendarCursor,
  checkpoint: googleCalendarCheckpoint,
  type: GoogleCalendar,
  reading: googleCalendarReading,
  idOf: ({ id }) => id,
  supportsIncremental: true,
  supportsRealtime: false,
  // Most often a single call, and the only way to learn that somebody else renamed a calendar.
  schedule: { full: '1 day', incremental: '15 minutes' },
  pages: googleCalendarPages,
});
