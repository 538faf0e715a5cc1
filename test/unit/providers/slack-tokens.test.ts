import { describe, expect, test } from 'vitest';
import { normalizeSlackTokens } from '../../../src/providers/slack/slack-tokens.js';

/** @see https://docs.slack.dev/reference/methods/oauth.v2.access */
const granted = {
  ok: true,
  access_token: 'xoxb-1',
  token_type: 'bot',
  scope: 'commands,incoming-webhook',
  bot_user_id: 'U0KRQLJ9H',
  app_id: 'A0KRD7HC3',
  team: { name: 'Slack Pickleball Team', id: 'T9TK3CUKW' },
  enterprise: null,
  authed_user: { id: 'U1234', scope: 'chat:write', access_token: 'xoxp-1', token_type: 'user' },
};

describe("Slack's token answer", () => {
  test("gives the app's token, as a bearer's", () => {
    const answer = normalizeSlackTokens({ status: 200, body: granted });

    expect(answer.body).toEqual({ access_token: 'xoxb-1', scope: 'commands,incoming-webhook', token_type: 'bearer' });
  });

  test("gives the person's token where only theirs was asked for", () => {
    const { access_token: _, scope: __, ...body } = granted;

    const answer = normalizeSlackTokens({ status: 200, body });

    expect(answer.body).toEqual({ access_token: 'xoxp-1', scope: 'chat:write', token_type: 'bearer' });
  });

  test('keeps what rotation needs', () => {
    const body = { ...granted, refresh_token: 'xoxe-1', expires_in: 43_200 };

    const answer = normalizeSlackTokens({ status: 200, body });

    expect(answer.body).toMatchObject({ refresh_token: 'xoxe-1', expires_in: 43_200 });
  });

  test.each([
    ['invalid_code', 400, 'invalid_grant'],
    ['code_already_used', 400, 'invalid_grant'],
    ['invalid_refresh_token', 400, 'invalid_grant'],
    ['bad_client_secret', 400, 'invalid_client'],
    ['invalid_client_id', 400, 'invalid_client'],
    ['something_new', 400, 'invalid_request'],
    ['internal_error', 503, 'temporarily_unavailable'],
    ['ratelimited', 429, 'temporarily_unavailable'],
  ])('reads %s in a 200 as %i %s', (error, status, expected) => {
    const answer = normalizeSlackTokens({ status: 200, body: { ok: false, error } });

    expect(answer).toMatchObject({ status, body: { error: expected } });
  });

  test('leaves alone what it does not know', () => {
    expect(normalizeSlackTokens({ status: 502, body: 'Bad gateway' })).toEqual({ status: 502, body: 'Bad gateway' });
  });
});
