import { HubError } from '../../platform/errors/hub-error.js';
import { meaningOfGoogle } from '../google/google-error.js';
import { GOOGLE_OAUTH_ENDPOINTS, googleOAuth } from '../google/google-oauth.js';
import { defineProvider, type Account } from '../provider.js';
import { createEvent } from './actions/create-event.action.js';
import { deleteEvent } from './actions/delete-event.action.js';
import { listEvents } from './actions/list-events.action.js';
import { updateEvent } from './actions/update-event.action.js';
import { calendarEventModel } from './calendar-event.model.js';
import { createGoogleCalendarApi, type GoogleCalendarApi } from './google-calendar-api.js';
import { googleCalendarModel } from './google-calendar.model.js';
import { googleCalendarErrorOf } from './google-calendar-error.js';
import { googleCalendarWebhook } from './google-calendar-webhook.js';
import { readableCalendars } from './readable-calendars.js';

const auth = googleOAuth([
  {
    name: 'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
    reason: 'To see which calendars the account has, and its address.',
  },
  {
    name: 'https://www.googleapis.com/auth/calendar.events',
    reason: 'To read the events of these calendars, and to make, change or delete those that you ask for.',
  },
]);

export const googleCalendar = defineProvider<GoogleCalendarApi>({
  id: 'google-calendar',
  name: 'Google Calendar',
  category: 'calendar',
  docsUrl: 'https://developers.google.com/workspace/calendar',
  endpoints: { ...GOOGLE_OAUTH_ENDPOINTS, apiUrl: 'https://www.googleapis.com/' },
  auth: [auth],
  // Per user and project, and per project. https://developers.google.com/workspace/calendar/api/guides/quota
  limits: { integration: { requests: 600, perMs: 60_000 }, app: { requests: 10_000, perMs: 60_000 } },
  createApi: createGoogleCalendarApi,
  identify,
  meaningOf: meaningOfGoogle,
  errorOf: googleCalendarErrorOf,
  models: [calendarEventModel, googleCalendarModel],
  actions: [listEvents, createEvent, updateEvent, deleteEvent],
  webhook: googleCalendarWebhook,
});

/** The account's own calendar has its address as its id. */
async function identify(api: GoogleCalendarApi): Promise<Account> {
  const own = (await readableCalendars(api)).find(({ primary }) => primary === true);
  if (own === undefined) {
    throw new HubError(
      'PROVIDER_REJECTED',
      'This Google account has no calendar of its own. Open Google Calendar once with it, then connect again.',
    );
  }
  return { externalId: own.id, label: own.id };
}
