import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActionDefinition } from '../../../src/providers/provider.js';
import { github } from '../../../src/providers/github/github.provider.js';
import { normalizeGitHubTokens } from '../../../src/providers/github/github-tokens.js';
import { consent, fetchWith } from '../../kit/emulators.js';
import {
  CLIENT,
  nameOf,
  OWNER,
  startGitHubEmulator,
  TOKEN,
  type GitHubEmulator,
} from '../../kit/github/github-emulator.js';
import { hubErrorOf, readAll, readPages } from '../../kit/read-model.js';

const REPOSITORIES = 130;
const REDIRECT = 'http://localhost:4000/oauth/callback/github';
const createIssue = github.actions.find(({ name }) => name === 'createIssue') as ActionDefinition;

describe('GitHub at the emulator', () => {
  let emulator: GitHubEmulator;
  let context: { fetch: ReturnType<typeof fetchWith>; apiUrl: string };
  const reading = (model: string) => ({ provider: github, model, ...context });

  beforeAll(async () => {
    emulator = await startGitHubEmulator(REPOSITORIES);
    context = { fetch: fetchWith(TOKEN), apiUrl: emulator.url };
    const issues = [
      [0, 120],
      [7, 3],
    ] as const;
    for (const [repository, count] of issues)
      for (let number = 1; number <= count; number += 1) await open(nameOf(repository), { title: `Issue ${number}` });
  });

  afterAll(() => emulator[Symbol.asyncDispose]());

  const open = (repo: string, input: object) =>
    createIssue.run({
      api: github.createApi(context),
      input: createIssue.input.parse({ owner: OWNER, repo, ...input }),
      idempotencyKey: null,
      signal: new AbortController().signal,
    });

  test('knows the account by its id, and names it by its login', async () => {
    const account = await github.identify(github.createApi(context));

    expect(account).toEqual({ externalId: expect.stringMatching(/^\d+$/), label: OWNER });
  });

  test('reads repositories page by page, as the links lead', async () => {
    const { records, pages } = await readAll(reading('GitHubRepository'));

    expect(pages.map((page) => page.records.length)).toEqual([100, 30]);
    expect([...records.values()].map(({ name }) => name)).toEqual(
      Array.from({ length: REPOSITORIES }, (_, index) => nameOf(index)),
    );
  });

  test('reads the issues of every repository', async () => {
    const { records } = await readAll(reading('GitHubIssue'));

    expect(records.size).toBe(123);
    expect([...records.values()].filter(({ repository_url: url }) => String(url).endsWith(nameOf(7)))).toHaveLength(3);
  });

  test('goes on where a run was interrupted', async () => {
    const [first] = await pagesOf('GitHubIssue', 1);

    const rest = await readAll(reading('GitHubIssue'), { checkpoint: first?.checkpoint ?? null });

    expect(first?.records).toHaveLength(100);
    expect(rest.records.size).toBe(23);
  });

  test('finds an issue that was opened and one that was changed since', async () => {
    const { cursor } = await readAll(reading('GitHubIssue'));
    await emulator.client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      owner: OWNER,
      repo: nameOf(7),
      issue_number: 2,
      state: 'closed',
    });
    const { number } = (await open(nameOf(9), { title: 'New' })) as { number: number };

    const found = await readAll(reading('GitHubIssue'), { kind: 'INCREMENTAL', cursor, changedSince: Date.now() });

    expect([...found.records.values()]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ title: 'New', number }),
        expect.objectContaining({ title: 'Issue 2', state: 'closed' }),
      ]),
    );
  });

  test('opens an issue with labels and people', async () => {
    const created = await open(nameOf(1), {
      title: 'Broken',
      body: 'It is **broken**.',
      labels: ['bug'],
      assignees: [OWNER],
    });

    const { data } = await emulator.client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
      owner: OWNER,
      repo: nameOf(1),
      issue_number: 1,
    });
    expect(created).toEqual({ id: String(data.id), number: 1, url: data.html_url });
    expect(data).toMatchObject({ body: 'It is **broken**.', assignees: [{ login: OWNER }], labels: [{ name: 'bug' }] });
  });

  test('says what to do about a repository that is not there', async () => {
    const error = await open('nowhere', { title: 'Hello' }).catch((thrown: unknown) => thrown);

    expect(hubErrorOf(github, error)).toMatchObject({
      code: 'BAD_INPUT',
      message:
        'GitHub has no such thing, or this account may not see it. Check the owner and the name of the repository.',
    });
  });

  test('gives a token for a code, and reads a code that was used before as invalid_grant', async () => {
    const address = new URL('login/oauth/authorize', emulator.url);
    const scope = 'repo read:user admin:repo_hook';
    address.search = String(
      new URLSearchParams({ client_id: CLIENT.clientId, redirect_uri: REDIRECT, scope, state: 'a-state' }),
    );
    const code = (await consent(address, OWNER)).searchParams.get('code') ?? '';

    const [granted, refused] = [await exchange(code), await exchange(code)];

    expect(granted).toMatchObject({
      status: 200,
      body: { access_token: expect.stringMatching(/^gho_/), token_type: 'bearer' },
    });
    expect(refused).toEqual({ status: 400, body: { error: 'invalid_grant' } });
  });

  describe('hooks', () => {
    const hooks = () => github.webhook?.subscriptions;
    const about = { url: 'https://hub.example/webhooks/github/int_1', secret: 'a-secret', id: 'sub_1' };

    test('are offered for what the account administers', async () => {
      const subjects = await hooks()?.subjects(github.createApi(context));

      expect(subjects).toHaveLength(100);
      expect(subjects).toContainEqual(expect.stringMatching(/^ada-lindqvist\/repository-\d{3}$/));
    });

    test('are made, and removed again', async () => {
      const api = github.createApi(context);
      const subject = `${OWNER}/${nameOf(0)}`;
      const place = { owner: OWNER, repo: nameOf(0) };

      const made = await hooks()?.create({ api, subject, ...about });
      const there = await emulator.client.request('GET /repos/{owner}/{repo}/hooks', place);
      const subscription = { subject, externalId: made?.externalId ?? '', resource: null };
      await hooks()?.remove({ api, subscription });
      await hooks()?.remove({ api, subscription });

      expect(made).toEqual({ externalId: expect.stringMatching(/^\d+$/), expiresAt: null });
      expect(there.data).toMatchObject([
        { active: true, config: { url: about.url, content_type: 'json' }, events: expect.arrayContaining(['issues']) },
      ]);
      expect((await emulator.client.request('GET /repos/{owner}/{repo}/hooks', place)).data).toEqual([]);
    });
  });

  async function pagesOf(model: string, count: number) {
    const pages = [];
    for await (const page of readPages(reading(model))) if (pages.push(page) === count) break;
    return pages;
  }

  async function exchange(code: string) {
    const body = new URLSearchParams({
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT,
      code,
    });
    const headers = { accept: 'application/json' };
    const answer = await fetch(new URL('login/oauth/access_token', emulator.url), { method: 'POST', headers, body });
    return normalizeGitHubTokens({ status: answer.status, body: await answer.json() });
  }
});
