import { describe, expect, test } from 'vitest';
import { normalizeGitHubTokens } from '../../../src/providers/github/github-tokens.js';

/** @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens */
const granted = {
  access_token: 'ghu_16C7e42F292c6912E7710c838347Ae178B4a',
  expires_in: 28_800,
  refresh_token: 'ghr_1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498',
  refresh_token_expires_in: 15_897_600,
  scope: '',
  token_type: 'bearer',
};

describe("GitHub's token answer", () => {
  test('is left as it is where it gives tokens', () => {
    expect(normalizeGitHubTokens({ status: 200, body: granted })).toEqual({ status: 200, body: granted });
  });

  test.each([
    ['bad_verification_code', 'invalid_grant'],
    ['bad_refresh_token', 'invalid_grant'],
    ['incorrect_client_credentials', 'invalid_client'],
    ['redirect_uri_mismatch', 'redirect_uri_mismatch'],
    ['unverified_user_email', 'unverified_user_email'],
  ])('with %s in a 200 is the refusal %s', (error, expected) => {
    const body = { error, error_description: 'Why.', error_uri: 'https://docs.github.com' };

    expect(normalizeGitHubTokens({ status: 200, body })).toEqual({ status: 400, body: { error: expected } });
  });

  test('keeps a status that says more', () => {
    const answer = normalizeGitHubTokens({ status: 503, body: { error: 'server_error' } });

    expect(answer).toEqual({ status: 503, body: { error: 'server_error' } });
  });

  test('is left alone where it is something else', () => {
    expect(normalizeGitHubTokens({ status: 502, body: 'Bad gateway' })).toEqual({ status: 502, body: 'Bad gateway' });
  });
});
