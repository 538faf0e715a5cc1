import { defineReading } from '../provider.js';
import type { GoogleCalendar } from './google-calendar.type.js';

export const googleCalendarReading = defineReading<GoogleCalendar>({
  query: 'googleCalendars',
  description: 'Calendars of a Google account, its own first, the others as the hub came to know them.',
  version: 1,
  filters: {
    isPrimary: { description: "Only the account's own, or all but that." },
    accessRole: { description: 'In which the account may do this.' },
    isSelected: { description: 'Only those that Google Calendar shows, or only the others.' },
  },
  order: { by: ({ isPrimary }) => (isPrimary ? 0 : 1), direction: 'ASC' },
});
