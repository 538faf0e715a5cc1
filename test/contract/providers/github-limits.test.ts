import { expect, test } from 'vitest';
import { createGitHubApi } from '../../../src/providers/github/github-api.js';
import { githubErrorOf, meaningOfGitHub } from '../../../src/providers/github/github-error.js';
import { githubLimits } from '../../../src/providers/github/github-limits.js';
import { findHubError } from '../../../src/platform/errors/hub-error.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { json, type Handler } from '../../feature/requests/provider-server.js';
import { openRequestStage, type BareApi } from '../../feature/requests/request-stage.js';

const SECOND = 1000;

/** The official SDK over the hub's own fetch, before a server that answers as GitHub documents it. */
async function openGitHub(database: TestDatabase) {
  const on = await openRequestStage(database, { limits: githubLimits, meaningOf: meaningOfGitHub });
  const { signal } = new AbortController();
  const { api } = await on.manager.apiOf(on.integrationId, { purpose: 'sync', signal, syncLogId: null });
  const { fetch, url } = api as BareApi;
  const client = await createGitHubApi({ fetch, apiUrl: url })();
  return { on, client };
}

const failureOf = (call: Promise<unknown>) => call.then(() => null, findHubError);

const MESSAGES = {
  primary: 'API rate limit exceeded for user ID 583231.',
  secondary: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
};

const refuse =
  (message: string, headers: Record<string, string>): Handler =>
  (_, response) =>
    json(response, 403, { message }, headers);

describeEachDatabase((database) => {
  test('waits for the hourly limit until GitHub counts anew', async () => {
    const { on, client } = await openGitHub(database);
    await using _ = on;
    const resetsAt = on.stage.now + 1800 * SECOND;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetsAt / SECOND) };
    on.server.behaviour.api = refuse(MESSAGES.primary, { 'x-ratelimit-limit': '5000', ...headers });

    const error = await failureOf(client.request('GET /user'));

    expect(error).toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAt: resetsAt });
    expect(on.server.calls).toHaveLength(1);
  });

  test('waits for a secondary limit as long as GitHub says', async () => {
    const { on, client } = await openGitHub(database);
    await using _ = on;
    const until = on.stage.now + 60 * SECOND;
    on.server.behaviour.api = refuse(MESSAGES.secondary, { 'retry-after': '60' });

    const error = await failureOf(client.request('GET /user'));

    expect(error).toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAt: until });
    expect(on.server.calls).toHaveLength(1);
  });

  test('waits out a short secondary limit by itself', async () => {
    const { on, client } = await openGitHub(database);
    await using _ = on;
    on.server.behaviour.api = (request, response, raw) => {
      const limited = on.server.calls.length === 1;
      const answer = limited ? refuse(MESSAGES.secondary, { 'retry-after': '5' }) : ok;
      return answer(request, response, raw);
    };

    const { status } = await client.request('GET /user');

    expect(status).toBe(200);
    expect(on.waits[0]).toBe(5 * SECOND);
  });

  test('sends an issue whose answer was lost no second time', async () => {
    const { on, client } = await openGitHub(database);
    await using _ = on;
    on.server.behaviour.api = (__, ___, raw) => void raw.socket.destroy();

    const error = await failureOf(client.request('POST /repos/octocat/hello/issues', { title: 'Hello' }));

    expect(error).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(on.server.calls).toHaveLength(1);
  });

  test('says in words why GitHub refuses', async () => {
    const { on, client } = await openGitHub(database);
    await using _ = on;
    on.server.behaviour.api = refuse('Repository was archived so is read-only.', {});

    const error: unknown = await client.request('POST /repos/octocat/hello/issues', { title: 'Hello' }).catch((e) => e);

    expect(githubErrorOf(error)).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('archived') });
  });
});

const ok: Handler = (_, response) => json(response, 200, { id: 1, login: 'octocat' });
