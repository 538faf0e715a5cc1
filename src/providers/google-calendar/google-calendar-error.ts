import { z } from 'zod';
import { findHubError, HubError } from '../../platform/errors/hub-error.js';
import type { AnswerMeaning } from '../provider.js';

/** @see https://developers.google.com/workspace/calendar/api/guides/errors */
const errorBody = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })) }) });

/** The SDK's error (gaxios) as far as it is read here; by shape, for the SDK is loaded late. */
const sdkError = z.object({ status: z.number(), response: z.object({ data: z.unknown() }).optional() });

const RATE_LIMITS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded']);

/** Google says with 403, too, that it is called too often. */
export function meaningOfGoogleCalendar({ status, body }: { status: number; body: unknown }): AnswerMeaning {
  return status === 403 && RATE_LIMITS.has(reasonIn(body) ?? '') ? 'RATE_LIMITED' : null;
}

/** HTTP status of the answer that an error comes from; null where none came. */
export function statusOf(error: unknown): number | null {
  const parsed = sdkError.safeParse(error);
  return parsed.success ? parsed.data.status : (findHubError(error)?.status ?? null);
}

/** The SDK's error in words; null where its status already says all. */
export function googleCalendarErrorOf(error: unknown): HubError | null {
  const parsed = sdkError.safeParse(error);
  if (!parsed.success) return null;
  const { status, response } = parsed.data;
  if (status < 400 || status >= 500) return null;
  const [code, message] = meaningOfStatus(status, reasonIn(response?.data));
  return new HubError(code, message, { status, cause: error });
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

function reasonIn(body: unknown): string | null {
  const parsed = errorBody.safeParse(body);
  return parsed.data?.error.errors[0]?.reason ?? null;
}
