import { z } from 'zod';
import type { WebhookSubscriptions } from '../provider.js';
import type { GoogleCalendarApi } from './google-calendar-api.js';
import { statusOf } from './google-calendar-error.js';
import { readableCalendars } from './readable-calendars.js';

/** What is asked for, and what Google gives where it is not asked. A channel cannot be prolonged. */
const LIFE_SECONDS = 7 * 86_400;

/** Calendars that Google itself makes (holidays, birthdays, weather): it notifies nobody of these. */
const MADE_BY_GOOGLE = '@group.v.calendar.google.com';

const channel = z.object({
  id: z.string().min(1),
  resourceId: z.string().min(1),
  /** Epoch milliseconds, as digits. */
  expiration: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

/**
 * A channel for each calendar whose events the account may read; the scopes that read them suffice.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events/watch
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/channels/stop
 */
export const calendarChannels: WebhookSubscriptions<GoogleCalendarApi> = {
  async subjects(api) {
    const calendars = await readableCalendars(api);
    return calendars.map(({ id }) => id).filter((id) => !id.endsWith(MADE_BY_GOOGLE));
  },
  async create({ api, subject, url, secret, id }) {
    const client = await api();
    const { data } = await client.events.watch({
      calendarId: subject,
      requestBody: { id, type: 'web_hook', address: url, token: secret, params: { ttl: String(LIFE_SECONDS) } },
    });
    const { resourceId, expiration } = channel.parse(data);
    const expiresAt = expiration === undefined ? Date.now() + LIFE_SECONDS * 1000 : Number(expiration);
    return { externalId: id, resource: resourceId, expiresAt };
  },
  async remove({ api, subscription }) {
    const client = await api();
    try {
      await client.channels.stop({ requestBody: { id: subscription.externalId, resourceId: subscription.resource } });
    } catch (error) {
      // It has ended by itself.
      if (statusOf(error) !== 404) throw error;
    }
  },
};
