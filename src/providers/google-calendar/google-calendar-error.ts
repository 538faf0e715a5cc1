import { HubError } from '../../platform/errors/hub-error.js';
import { refusalOf } from '../google/google-error.js';

/** What Google says of a notification channel, by its reason. */
const OF_CHANNELS: Readonly<Record<string, string>> = {
  'push.webhookUrlNotHttps':
    'Google Calendar tells of changes only to an https address, and this service is reached by http. Until whoever runs it gives it one (HUB_PUBLIC_URL), changes come with the scheduled syncs.',
  pushNotSupportedForRequestedResource:
    'Google Calendar tells nobody when this calendar changes. Its changes come with the scheduled syncs.',
};

/**
 * The SDK's error in words; null where its status already says all.
 * @see https://developers.google.com/workspace/calendar/api/guides/errors
 */
export function googleCalendarErrorOf(error: unknown): HubError | null {
  const refusal = refusalOf(error);
  if (refusal === null) return null;
  const [code, message] = meaningOfStatus(refusal.status, refusal.reason);
  return new HubError(code, message, { status: refusal.status, cause: error });
}

function meaningOfStatus(
  status: number,
  reason: string | null,
): ['REAUTHORIZATION_REQUIRED' | 'PROVIDER_REJECTED' | 'BAD_INPUT', string] {
  if (reason === 'insufficientPermissions') {
    return [
      'REAUTHORIZATION_REQUIRED',
      'Google Calendar was connected without the permission that this needs. Connect it again and leave every box ticked.',
    ];
  }
  if (reason === 'accessNotConfigured') {
    return [
      'PROVIDER_REJECTED',
      'The Google Calendar API is switched off for this service. Whoever runs it can switch it on in the Google Cloud console.',
    ];
  }
  const words = reason === null ? undefined : OF_CHANNELS[reason];
  if (words !== undefined) return ['PROVIDER_REJECTED', words];
  if (status === 403)
    return ['PROVIDER_REJECTED', 'Google Calendar does not let this account do that in the calendar.'];
  if (reason === 'timeRangeEmpty') {
    return ['BAD_INPUT', 'The event would end before it begins. Give a later end, or an earlier beginning.'];
  }
  if (status === 404 || status === 410)
    return ['PROVIDER_REJECTED', 'Google Calendar no longer has what was asked for.'];
  const why = reason === null ? `HTTP ${status}` : reason;
  return [
    'PROVIDER_REJECTED',
    `Google Calendar did not accept the request (${why}). Try again; if it stays, report it to whoever runs this service.`,
  ];
}
