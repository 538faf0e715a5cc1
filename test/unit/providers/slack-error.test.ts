import { describe, expect, test } from 'vitest';
import { meaningOfSlack, slackErrorOf } from '../../../src/providers/slack/slack-error.js';

/** As the SDK throws it. */
const platformError = (error: string, more: object = {}) =>
  Object.assign(new Error(error), { data: { ok: false, error, ...more } });

describe("Slack's refusals", () => {
  test.each(['token_revoked', 'invalid_auth', 'token_expired', 'account_inactive', 'not_authed'])(
    'takes %s as the end of the token',
    (error) => {
      expect(meaningOfSlack({ body: { ok: false, error } })).toBe('TOKEN_REFUSED');
    },
  );

  test('takes ratelimited as a rate limit, and other answers as they are', () => {
    expect(meaningOfSlack({ body: { ok: false, error: 'ratelimited' } })).toBe('RATE_LIMITED');
    expect(meaningOfSlack({ body: { ok: false, error: 'channel_not_found' } })).toBeNull();
    expect(meaningOfSlack({ body: { ok: true } })).toBeNull();
    expect(meaningOfSlack({ body: null })).toBeNull();
  });

  test.each([
    ['not_in_channel', 'BAD_INPUT', /Invite it there/],
    ['msg_too_long', 'BAD_INPUT', /40,000 characters/],
    ['restricted_action', 'PROVIDER_REJECTED', /administrator/],
    ['fatal_error', 'PROVIDER_UNAVAILABLE', /Look in Slack/],
    ['something_new', 'PROVIDER_REJECTED', /\(something_new\)/],
  ])('says what to do about %s', (word, code, message) => {
    expect(slackErrorOf(platformError(word))).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('names the permission that is missing', () => {
    const error = slackErrorOf(platformError('missing_scope', { needed: 'chat:write' }));

    expect(error).toMatchObject({ code: 'REAUTHORIZATION_REQUIRED', message: expect.stringContaining('(chat:write)') });
  });

  test('quotes nothing of a web page that the SDK took for a word', () => {
    const error = slackErrorOf(platformError('<html>secret</html>'));

    expect(error).toMatchObject({ code: 'PROVIDER_CONTRACT_BROKEN', message: expect.not.stringContaining('secret') });
  });

  test('leaves errors of others alone', () => {
    expect(slackErrorOf(new TypeError('a bug'))).toBeNull();
  });
});
