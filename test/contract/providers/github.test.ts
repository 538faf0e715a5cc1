import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZodError } from 'zod';
import { CursorExpired, type OAuth2Auth, type Page } from '../../../src/providers/provider.js';
import { github } from '../../../src/providers/github/github.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { GitHubServer, type Repository } from '../../kit/github/github-server.js';
import { readAll, readPages, type ReadOptions } from '../../kit/read-model.js';

const READ_ISSUES = 'GET /repos/octocat/hello/issues';

describe('GitHub by its documentation', () => {
  let server: GitHubServer;
  let hello: Repository;

  beforeEach(async () => {
    server = new GitHubServer();
    await server.listen();
    hello = server.addRepository('octocat/hello', 3);
  });

  afterEach(() => server[Symbol.asyncDispose]());

  const context = () => ({ fetch: fetchWith('gho_1'), apiUrl: server.url });
  const reading = (model: string): ReadOptions => ({ provider: github, model, ...context() });
  const full = async (model: string) => {
    const read = await readAll(reading(model));
    server.asked.length = 0;
    return read;
  };
  const incremental = (model: string, cursor: unknown, changedSince = server.now + 1) =>
    readAll(reading(model), { kind: 'INCREMENTAL', cursor, changedSince });
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  describe('repositories', () => {
    const MODEL = 'GitHubRepository';

    test('are read whole, in the order in which they were made', async () => {
      for (let index = 0; index < 249; index += 1) server.addRepository(`octocat/more-${index}`);

      const { records, pages } = await readAll(reading(MODEL));

      expect(pages.map((page) => page.records.length)).toEqual([100, 100, 50]);
      expect(records.size).toBe(250);
      expect(server.asked.map(({ query }) => [query.get('sort'), query.get('direction'), query.get('page')])).toEqual([
        ['created', 'asc', null],
        ['created', 'asc', '2'],
        ['created', 'asc', '3'],
      ]);
    });

    test('that changed are found, by a push too', async () => {
      const pushed = server.addRepository('octocat/pushed');
      server.addRepository('octocat/still');
      const { cursor } = await full(MODEL);
      const since = server.now + 1;
      hello.updated_at = server.tick();
      pushed.pushed_at = server.tick();

      const first = await incremental(MODEL, cursor, since);

      expect(first.records.get(String(hello.id))).toMatchObject({ updated_at: hello.updated_at });
      expect(first.records.get(String(pushed.id))).toMatchObject({ pushed_at: pushed.pushed_at });
      expect(server.takeCalls()).toEqual(['GET /user/repos', 'GET /user/repos']);
    });

    test('cost nothing where none has changed', async () => {
      const { cursor } = await incremental(MODEL, (await full(MODEL)).cursor);
      server.asked.length = 0;

      const again = await incremental(MODEL, cursor);

      expect(again.records.size).toBe(0);
      expect(again.cursor).toEqual(cursor);
      expect(server.asked.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
      expect(server.asked).toHaveLength(2);
    });

    test('are read on, page by page, as far back as something changed', async () => {
      for (let index = 0; index < 150; index += 1) server.addRepository(`octocat/old-${index}`);
      const since = server.now + 1;
      for (let index = 0; index < 120; index += 1) server.addRepository(`octocat/new-${index}`);
      const { cursor } = await full(MODEL);

      const { pages } = await incremental(MODEL, cursor, since);

      expect(pages.map(({ records }) => records.length)).toEqual([100, 100, 100, 100]);
      expect(pages.map(({ checkpoint }) => (checkpoint as { sort: string } | null)?.sort)).toEqual([
        'updated',
        'pushed',
        'pushed',
        undefined,
      ]);
    });

    test('go on where an incremental run was interrupted', async () => {
      for (let index = 0; index < 150; index += 1) server.addRepository(`octocat/new-${index}`);
      const { cursor } = await full(MODEL);
      const whole = await incremental(MODEL, cursor, 0);
      server.asked.length = 0;

      const rest = await readAll(reading(MODEL), {
        kind: 'INCREMENTAL',
        cursor,
        changedSince: 0,
        checkpoint: whole.pages[0]?.checkpoint,
      });

      expect(rest.pages).toEqual(whole.pages.slice(1));
      expect(server.asked).toHaveLength(3);
    });

    test('are versioned by the later of their change and their last push', async () => {
      hello.pushed_at = server.tick();
      const empty = server.addRepository('octocat/empty', 0, { pushed_at: null });

      const { records } = await readAll(reading(MODEL));

      const versionOf = (id: number) => github.models[0]?.versionOf?.(records.get(String(id)), { readAt: 0 });
      expect(versionOf(hello.id)).toBe(Date.parse(hello.pushed_at));
      expect(versionOf(empty.id)).toBe(Date.parse(empty.updated_at));
    });
  });

  describe('issues', () => {
    const MODEL = 'GitHubIssue';

    test('are read of every repository, along the cursors in the links', async () => {
      server.addRepository('octocat/large', 250);

      const { records, pages } = await readAll(reading(MODEL));

      expect(records.size).toBe(253);
      expect(pages.map((page) => page.records.length)).toEqual([3, 100, 100, 50]);
      expect(server.takeCalls()).toEqual([
        'GET /user/repos',
        READ_ISSUES,
        ...Array.from({ length: 3 }, () => 'GET /repos/octocat/large/issues'),
      ]);
    });

    test('are no pull requests', async () => {
      server.addIssue(hello, { pull_request: {} });

      expect((await readAll(reading(MODEL))).records.size).toBe(3);
    });

    test('are left out where a repository has them switched off', async () => {
      server.addRepository('octocat/off', 2, { has_issues: false });

      expect((await readAll(reading(MODEL))).records.size).toBe(3);
    });

    test('go on at the page at which a run was interrupted', async () => {
      server.addRepository('octocat/large', 250);
      const pages = readPages(reading(MODEL))[Symbol.asyncIterator]();
      await pages.next();
      const { checkpoint } = (await pages.next()).value as Page;
      server.asked.length = 0;

      const rest = await readAll(reading(MODEL), { checkpoint });

      expect(rest.records.size).toBe(150);
      expect(server.asked).toHaveLength(3);
    });

    test('that changed are found with one call a repository', async () => {
      const { cursor } = await full(MODEL);
      const since = server.now + 1;
      const changed = hello.issues[1];
      if (changed) changed.updated_at = server.tick();

      const { records } = await incremental(MODEL, cursor, since);

      expect(records.get(String(changed?.id))).toMatchObject({ updated_at: changed?.updated_at });
      expect(server.takeCalls()).toEqual(['GET /user/repos', READ_ISSUES]);
    });

    test('cost nothing where none has changed', async () => {
      server.addRepository('octocat/other', 120);
      const { cursor } = await incremental(MODEL, (await full(MODEL)).cursor);
      server.asked.length = 0;
      const statuses: number[] = [];
      const noting: ReadOptions['fetch'] = async (input, init) => {
        const answer = await context().fetch(input, init);
        statuses.push(answer.status);
        return answer;
      };

      const options = { ...reading(MODEL), fetch: noting };
      const again = await readAll(options, { kind: 'INCREMENTAL', cursor, changedSince: server.now + 1 });

      expect(again).toMatchObject({ pages: [{ records: [], checkpoint: null }], cursor });
      expect(statuses).toEqual([304, 304, 304]);
    });

    test('of one repository are read where only it has changed', async () => {
      const other = server.addRepository('octocat/other', 2);
      const { cursor } = await incremental(MODEL, (await full(MODEL)).cursor);
      const since = server.now + 1;
      server.addIssue(other);

      const { pages } = await incremental(MODEL, cursor, since);

      expect(pages.map(({ records }) => records.length)).toEqual([3]);
    });

    test('of a new repository are read whole, and of a renamed one', async () => {
      const { cursor } = await full(MODEL);
      server.addRepository('octocat/new', 120);
      hello.full_name = 'octocat/renamed';

      const { records } = await incremental(MODEL, cursor);

      expect(records.size).toBe(123);
      expect(records.get(String(hello.issues[0]?.id))?.['repository_url']).toMatch(/octocat\/renamed$/);
    });

    test('ask for a full run where a repository is gone', async () => {
      const gone = server.addRepository('octocat/gone', 2);
      const { cursor } = await full(MODEL);
      server.removeRepository(gone);

      expect(await failureOf(incremental(MODEL, cursor))).toBeInstanceOf(CursorExpired);
    });

    test('begin anew where GitHub no longer takes the place of an interrupted run', async () => {
      const checkpoint = { repositoryId: hello.id, next: 'after=long-gone', etags: {} };

      const error = await failureOf(readAll(reading(MODEL), { checkpoint }));

      expect(error).toBeInstanceOf(CursorExpired);
    });

    test.each([
      [404, { message: 'Not Found' }],
      [410, { message: 'Issues are disabled for this repo' }],
      [451, { message: 'Repository access blocked' }],
      [403, { message: 'Repository access blocked' }],
    ])('of other repositories are read where one answers %i', async (status, body) => {
      const closed = server.addRepository('octocat/closed', 2);
      server.instead = ({ path }) => (path.includes(closed.full_name) ? { status, body } : null);

      expect((await readAll(reading(MODEL))).records.size).toBe(3);
    });

    test('are not passed for none where the answer is no list', async () => {
      server.instead = ({ path }) => (path.endsWith('/issues') ? { status: 200, body: {} } : null);

      expect(await failureOf(readAll(reading(MODEL)))).toBeInstanceOf(ZodError);
    });

    test('stop between two calls when they are told to', async () => {
      const controller = new AbortController();
      const pages = readPages(reading(MODEL), { signal: controller.signal })[Symbol.asyncIterator]();
      controller.abort();

      await expect(pages.next()).rejects.toThrow(/abort/i);
    });
  });

  test('asks with the version of the API, and never sends the token to where a link leads', async () => {
    server.addRepository('octocat/large', 150);
    const link = '<https://elsewhere.example/repositories/1/issues?page=2&per_page=100>; rel="next"';
    server.instead = ({ query }) => (query.has('page') ? null : { status: 200, body: [], headers: { link } });

    await readAll(reading('GitHubRepository'));

    expect(server.asked.map(({ headers }) => headers['x-github-api-version'])).toEqual(['2022-11-28', '2022-11-28']);
    expect(server.asked[1]?.query.get('page')).toBe('2');
  });

  test('takes the grant back in the name of the app', async () => {
    const auth = github.auth.find((one): one is OAuth2Auth => one.method === 'OAUTH2');

    const client = { id: 'Iv1.abc', secret: 'pw' };
    const [apiUrl, tokenUrl] = [server.url, `${server.url}login/oauth/access_token`];
    await auth?.revoke?.({ fetch, apiUrl, tokenUrl, accessToken: 'gho_1', client });

    expect(server.asked).toMatchObject([
      {
        method: 'DELETE',
        path: '/applications/Iv1.abc/grant',
        headers: { authorization: `Basic ${Buffer.from('Iv1.abc:pw').toString('base64')}` },
        body: { access_token: 'gho_1' },
      },
    ]);
  });

  describe('hooks', () => {
    const hooks = github.webhook?.subscriptions;
    const about = { url: 'https://hub.example/webhooks/github/int_1', id: 'sub_1' };

    test('are for repositories that the account administers and that still change', async () => {
      server.addRepository('octocat/read-only', 0, { isAdministered: false });
      server.addRepository('octocat/archived', 0, { archived: true });
      server.addRepository('octocat/last');

      expect(await hooks?.subjects(github.createApi(context()))).toEqual(['octocat/last', 'octocat/hello']);
    });

    test('are a hundred at most, of those that were last pushed to', async () => {
      for (let index = 0; index < 250; index += 1)
        server.addRepository(`octocat/more-${index}`, 0, { isAdministered: index % 2 === 0 });

      const subjects = await hooks?.subjects(github.createApi(context()));

      expect(subjects).toHaveLength(100);
      expect(subjects?.[0]).toBe('octocat/more-248');
      expect(server.asked).toHaveLength(2);
    });

    test('deliver as JSON, signed with the secret', async () => {
      const api = github.createApi(context());

      const made = await hooks?.create({ api, subject: 'octocat/hello', secret: 'a-secret', ...about });

      expect(made).toEqual({ externalId: '501', expiresAt: null });
      expect(server.asked[0]?.body).toEqual({
        name: 'web',
        active: true,
        events: ['issues', 'issue_comment', 'repository', 'push', 'star'],
        config: { url: about.url, content_type: 'json', secret: 'a-secret' },
      });
    });

    test('that exist already are taken over, with the new secret', async () => {
      const api = github.createApi(context());
      const first = await hooks?.create({ api, subject: 'octocat/hello', secret: 'lost', ...about });

      const second = await hooks?.create({ api, subject: 'octocat/hello', secret: 'new', ...about });

      expect(second).toEqual(first);
      expect(server.hooks.all).toMatchObject([{ config: { url: about.url, secret: 'new' } }]);
    });

    test('that are gone are no error to remove', async () => {
      const api = github.createApi(context());
      const subscription = { subject: 'octocat/hello', externalId: '404', resource: null };

      await expect(hooks?.remove({ api, subscription })).resolves.toBeUndefined();
    });
  });
});
