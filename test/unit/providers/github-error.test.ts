import { describe, expect, test } from 'vitest';
import { githubErrorOf, meaningOfGitHub } from '../../../src/providers/github/github-error.js';

/** As the SDK throws it. */
const sdkError = (status: number, message: string, more: { errors?: unknown; headers?: object } = {}) =>
  Object.assign(new Error(message), {
    status,
    response: { data: { message, errors: more.errors }, headers: { ...more.headers } },
  });

describe("GitHub's refusals", () => {
  test.each([
    'API rate limit exceeded for user ID 583231.',
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    'You have triggered an abuse detection mechanism.',
  ])('take "%s" with 403 as a rate limit', (message) => {
    expect(meaningOfGitHub({ status: 403, body: { message } })).toBe('RATE_LIMITED');
  });

  test('are taken as they are otherwise', () => {
    expect(meaningOfGitHub({ status: 403, body: { message: 'Must have admin rights to Repository.' } })).toBeNull();
    expect(meaningOfGitHub({ status: 422, body: { message: 'A title about the rate limit' } })).toBeNull();
    expect(meaningOfGitHub({ status: 403, body: null })).toBeNull();
  });

  test.each([
    [404, 'Not Found', 'BAD_INPUT', /may not see it/],
    [410, 'Issues has been disabled in this repository.', 'BAD_INPUT', /switched off/],
    [403, 'Repository was archived so is read-only.', 'BAD_INPUT', /archived/],
    [403, 'Must have admin rights to Repository.', 'PROVIDER_REJECTED', /administers/],
    [
      403,
      'Although you …, the `x` organization has enabled OAuth App access restrictions',
      'PROVIDER_REJECTED',
      /owners/,
    ],
    [403, 'Something new', 'PROVIDER_REJECTED', /does not let this account/],
    [403, 'Resource not accessible by personal access token', 'REAUTHORIZATION_REQUIRED', /without a permission/],
    [409, 'Something new', 'PROVIDER_REJECTED', /HTTP 409/],
  ])('say what to do about %i %s', (status, message, code, words) => {
    expect(githubErrorOf(sdkError(status, message))).toMatchObject({ code, message: expect.stringMatching(words) });
  });

  test('name the fields that are not accepted, and quote nothing', () => {
    const errors = [
      { resource: 'Issue', field: 'assignees', code: 'invalid', value: 'nobody' },
      { resource: 'Issue', field: 'a secret: x', code: 'invalid' },
    ];

    const error = githubErrorOf(sdkError(422, 'Validation Failed', { errors }));

    expect(error).toMatchObject({
      code: 'BAD_INPUT',
      message: 'GitHub does not accept assignees. Correct it and send it again.',
    });
  });

  test.each([
    ["url is not supported because it isn't reachable over the public Internet (localhost)", /HUB_PUBLIC_URL/],
    ['The "push" event cannot have more than 20 hooks', /as many webhooks/],
  ])('tell of a hook that "%s"', (message, words) => {
    const errors = [{ resource: 'Hook', code: 'custom', message }];

    const error = githubErrorOf(sdkError(422, 'Validation Failed', { errors }));

    expect(error).toMatchObject({ code: 'PROVIDER_REJECTED', message: expect.stringMatching(words) });
  });

  test('name the scopes that are missing, also where GitHub says that nothing is there', () => {
    const headers = { 'x-oauth-scopes': 'read:user, public_repo', 'x-accepted-oauth-scopes': 'admin:repo_hook, repo' };

    const error = githubErrorOf(sdkError(404, 'Not Found', { headers }));

    expect(error).toMatchObject({
      code: 'REAUTHORIZATION_REQUIRED',
      message: expect.stringContaining('(admin:repo_hook or repo)'),
    });
  });

  test.each([
    ['the token has one of them', { 'x-oauth-scopes': 'repo', 'x-accepted-oauth-scopes': 'public_repo, repo' }],
    ['none is needed', { 'x-oauth-scopes': 'repo', 'x-accepted-oauth-scopes': '' }],
    ['the token knows no scopes', { 'x-accepted-oauth-scopes': 'repo' }],
  ])('look for no scope where %s', (_, headers) => {
    expect(githubErrorOf(sdkError(404, 'Not Found', { headers }))).toMatchObject({ code: 'BAD_INPUT' });
  });

  test('send to the single sign-on of an organization', () => {
    const headers = { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=A' };

    const error = githubErrorOf(sdkError(403, 'Resource protected by organization SAML enforcement.', { headers }));

    expect(error).toMatchObject({
      code: 'REAUTHORIZATION_REQUIRED',
      message: expect.stringMatching(/single sign-on/),
    });
  });

  test('leave errors of others, and faults, alone', () => {
    expect(githubErrorOf(new TypeError('a bug'))).toBeNull();
    expect(githubErrorOf(sdkError(502, 'Bad gateway'))).toBeNull();
  });
});
