import { describe, expect, test } from 'vitest';
import { meaningOfGoogle } from '../../../src/providers/google/google-error.js';
import { googleCalendarErrorOf } from '../../../src/providers/google-calendar/google-calendar-error.js';

const body = (reason: string) => ({ error: { errors: [{ reason }] } });

/** As the SDK throws it. */
const sdkError = (status: number, reason: string) =>
  Object.assign(new Error(reason), { status, response: { data: body(reason) } });

describe("Google Calendar's refusals", () => {
  test.each(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded'])(
    'takes a 403 with %s as a rate limit',
    (reason) => {
      expect(meaningOfGoogle({ status: 403, body: body(reason) })).toBe('RATE_LIMITED');
    },
  );

  test('takes another 403 as it is', () => {
    expect(meaningOfGoogle({ status: 403, body: body('forbidden') })).toBeNull();
    expect(meaningOfGoogle({ status: 403, body: 'no JSON' })).toBeNull();
  });

  test.each([
    [403, 'insufficientPermissions', 'REAUTHORIZATION_REQUIRED', /every box ticked/],
    [403, 'accessNotConfigured', 'PROVIDER_REJECTED', /switched off/],
    [404, 'notFound', 'PROVIDER_REJECTED', /no longer has/],
    [410, 'deleted', 'PROVIDER_REJECTED', /no longer has/],
    [400, 'timeRangeEmpty', 'BAD_INPUT', /end before it begins/],
    [400, 'invalid', 'PROVIDER_REJECTED', /\(invalid\)/],
  ])('says what to do about %i %s', (status, reason, code, message) => {
    const error = googleCalendarErrorOf(sdkError(status, reason));

    expect(error).toMatchObject({ code, status, message: expect.stringMatching(message) });
  });

  test('leaves errors of others alone', () => {
    expect(googleCalendarErrorOf(new TypeError('a bug'))).toBeNull();
  });
});
