import { HubError } from '../../platform/errors/hub-error.js';
import { defineProvider, type Account, type OAuth2Auth } from '../provider.js';
import { createEvent } from './actions/create-event.action.js';
import { deleteEvent } from './actions/delete-event.action.js';
import { listEvents } from './actions/list-events.action.js';
import { updateEvent } from './actions/update-event.action.js';
import { calendarEventModel } from './calendar-event.model.js';
import { createGoogleCalendarApi, type GoogleCalendarApi } from './google-calendar-api.js';
import { googleCalendarErrorOf, meaningOfGoogleCalendar } from './google-calendar-error.js';
import { readableCalendars } from './readable-calendars.js';

/** @see https://developers.google.com/identity/protocols/oauth2/web-server */
const auth: OAuth2Auth = {
  method: 'OAUTH2',
  scopes: [
    {
      name: 'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
      reason: 'To see which calendars the account has, and its address.',
    },
    {
      name: 'https://www.googleapis.com/auth/calendar.events',
      reason: 'To read the events of these calendars, and to make, change or delete those that you ask for.',
    },
  ],
  pkce: true,
  clientAuthentication: 'client_secret_post',
  // Without consent Google gives no refresh token to an account that was connected before.
  authorizationParameters: { access_type: 'offline', prompt: 'consent' },
};

export const googleCalendar = defineProvider<GoogleCalendarApi>({
  id: 'google-calendar',
  name: 'Google Calendar',
  category: 'calendar',
  docsUrl: 'https://developers.google.com/workspace/calendar',
  endpoints: {
    authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    revocationUrl: 'https://oauth2.googleapis.com/revoke',
    apiUrl: 'https://www.googleapis.com/',
  },
  auth: [auth],
  // Per user and project, and per project. https://developers.google.com/workspace/calendar/api/guides/quota
  limits: { integration: { requests: 600, perMs: 60_000 }, app: { requests: 10_000, perMs: 60_000 } },
  createApi: createGoogleCalendarApi,
  identify,
  meaningOf: meaningOfGoogleCalendar,
  errorOf: googleCalendarErrorOf,
  models: [calendarEventModel],
  actions: [listEvents, createEvent, updateEvent, deleteEvent],
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
