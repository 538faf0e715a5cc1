import { googleCalendar } from '../../src/providers/google-calendar/google-calendar.provider.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';

/** Google Calendar with its events alone: one sync an account, for tests that look at each of its runs. */
export const eventsOnly: ProviderDefinition = {
  ...googleCalendar,
  models: googleCalendar.models
    .filter(({ name }) => name === 'CalendarEvent')
    // Its list leads to the calendars.
    .map((model) => ({ ...model, reading: undefined })),
};
