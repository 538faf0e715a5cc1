import { googleChannelScheme } from '../../platform/signatures/google-channel-scheme.js';
import { onlyValue } from '../../platform/signatures/header-value.js';
import { WebhookUnreadable, type WebhookChange, type WebhookDefinition, type WebhookReading } from '../provider.js';
import { calendarChannels } from './calendar-channels.js';
import type { GoogleCalendarApi } from './google-calendar-api.js';

/** The first message of a channel: it works, and nothing has changed yet. */
const OPENED = 'sync';

/** A calendar has changed; or it is gone, which the next run finds out. */
const CHANGED = ['exists', 'not_exists'];

/**
 * Google's notification channels, one a calendar. A notification has no body: it says that something changed,
 * and the sync token finds out what.
 * @see https://developers.google.com/workspace/calendar/api/guides/push
 */
export const googleCalendarWebhook: WebhookDefinition<GoogleCalendarApi> = {
  scheme: googleChannelScheme,
  read,
  changes: ({ event }): WebhookChange[] =>
    CHANGED.includes(event.type) ? [{ model: 'CalendarEvent', poll: true }] : [],
  subscriptions: calendarChannels,
  // The signature's own headers say that something exists anew.
  samples: { exists: () => ({ body: '' }) },
};

function read({ headers }: Parameters<WebhookDefinition['read']>[0]): WebhookReading {
  const state = onlyValue(headers, 'x-goog-resource-state');
  const channelId = onlyValue(headers, 'x-goog-channel-id');
  const number = onlyValue(headers, 'x-goog-message-number');
  if (state === null || channelId === null || number === null || ![OPENED, ...CHANGED].includes(state)) {
    throw new WebhookUnreadable('This is no notification of a Google channel.');
  }
  return { kind: 'EVENT', id: `${channelId}:${number}`, type: state, accounts: [] };
}
