// The whole hub before test/kit/github/github-server.ts, a small server that answers as GitHub documents it.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { github } from '../../../src/providers/github/github.provider.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { GitHubServer } from '../../kit/github/github-server.js';
import { openHubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';

const WEBHOOK_SECRET = 'a-secret-of-the-tests-only';

const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;
const CONNECT = `mutation ($input: ConnectWithApiKeyInput!) {
  connectWithApiKey(input: $input) { integration { id accountLabel } userErrors { code message } }
}`;
const RUN = `mutation ($input: RunActionInput!) { runAction(input: $input) { output userErrors { code message } } }`;
const SYNC = `mutation ($input: TriggerSyncInput!) { triggerSync(input: $input) { syncLogs { id } userErrors { message } } }`;
const SEEN = `query ($id: ID!) {
  integration(id: $id) {
    syncs { model state recordCount lastRun { kind apiCalls unchanged } }
    records(first: 100) {
      nodes {
        __typename
        externalId
        deletedAt
        ... on GitHubRepository { fullName permission }
        ... on GitHubIssue { title number repositoryFullName state }
      }
    }
  }
}`;

interface Seen {
  integration: {
    syncs: {
      model: string;
      state: string;
      recordCount: number;
      lastRun: { kind: string; apiCalls: number; unchanged: number };
    }[];
    records: { nodes: { __typename: string; externalId: string; title?: string; deletedAt: string | null }[] };
  };
}

async function open(database: TestDatabase) {
  const server = new GitHubServer();
  await server.listen();
  const hub = await openHubHere(database, { definitions: [github] });
  await hub.get(CONFIGURE, {
    input: { providerId: 'github', endpoints: { apiUrl: server.url }, webhookSecret: WEBHOOK_SECRET },
  });
  const see = async (id: string) => (await hub.get<Seen>(SEEN, { id })).integration;
  return {
    server,
    hub,
    see,
    async connect(): Promise<string> {
      const { connectWithApiKey } = await hub.get<{ connectWithApiKey: { integration: { id: string } } }>(CONNECT, {
        input: { providerId: 'github', apiKey: 'github_pat_of_octocat' },
      });
      await this.settled(connectWithApiKey.integration.id);
      return connectWithApiKey.integration.id;
    },
    async settled(id: string): Promise<void> {
      const isSettled = async () => (await see(id)).syncs.every(({ state }) => state === 'SUCCEEDED');
      await eventually(isSettled, 'the syncs to end');
    },
    async sync(id: string): Promise<void> {
      await hub.get(SYNC, { input: { integrationId: id, kind: 'INCREMENTAL' } });
      await this.settled(id);
    },
    deliver(id: string, event: string, payload: object): Promise<Response> {
      const body = JSON.stringify(payload);
      const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex');
      return fetch(`${hub.url}/webhooks/github/${id}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': event,
          'x-github-delivery': crypto.randomUUID(),
          'x-hub-signature-256': `sha256=${signature}`,
        },
        body,
      });
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

describeEachDatabase((database) => {
  test('shows what GitHub has, and costs nothing while nothing changes', async () => {
    await using on = await open(database);
    const hello = on.server.addRepository('octocat/hello', 2);
    const id = await on.connect();
    await on.sync(id);
    on.server.asked.length = 0;

    await on.sync(id);

    const { syncs, records } = await on.see(id);
    expect(syncs.map(({ model, recordCount }) => [model, recordCount])).toEqual([
      ['GitHubIssue', 2],
      ['GitHubRepository', 1],
    ]);
    expect(on.server.asked.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
    expect(syncs.map(({ lastRun }) => lastRun)).toEqual([
      { kind: 'INCREMENTAL', apiCalls: 2, unchanged: 0 },
      { kind: 'INCREMENTAL', apiCalls: 2, unchanged: 0 },
    ]);
    expect(records.nodes).toContainEqual({
      __typename: 'GitHubRepository',
      externalId: String(hello.id),
      deletedAt: null,
      fullName: 'octocat/hello',
      permission: 'ADMIN',
    });
    expect(records.nodes).toContainEqual({
      __typename: 'GitHubIssue',
      externalId: String(hello.issues[0]?.id),
      deletedAt: null,
      title: 'Issue 1',
      number: 1,
      repositoryFullName: 'octocat/hello',
      state: 'OPEN',
    });
  });

  test('takes in an issue that is opened, changed and deleted, told in any order', async () => {
    await using on = await open(database);
    const hello = on.server.addRepository('octocat/hello');
    const id = await on.connect();
    const issue = on.server.addIssue(hello, { title: 'First' });
    const first = on.server.issueBody(hello, issue);
    const second = { ...first, title: 'Second', updated_at: on.server.tick() };
    const around = { repository: { id: hello.id }, sender: { id: 583231 } };
    const titles = async () => (await on.see(id)).records.nodes.map(({ title }) => title).filter(Boolean);

    await on.deliver(id, 'issues', { action: 'edited', issue: second, ...around });
    await eventually(async () => (await titles()).join() === 'Second', 'the change to be there');
    await on.deliver(id, 'issues', { action: 'opened', issue: first, ...around });
    await on.deliver(id, 'issues', { action: 'deleted', issue: second, ...around });
    await eventually(async () => (await titles()).length === 0, 'the issue to be gone');
    await on.deliver(id, 'issues', { action: 'labeled', issue: second, label: {}, ...around });
    const other = on.server.issueBody(hello, on.server.addIssue(hello, { title: 'Other' }));
    await on.deliver(id, 'issues', { action: 'opened', issue: other, ...around });
    await eventually(async () => (await titles()).includes('Other'), 'the other issue to be there');

    expect(await titles()).toEqual(['Other']);
  });

  test('reads a repository after a push to it', async () => {
    await using on = await open(database);
    const hello = on.server.addRepository('octocat/hello');
    const id = await on.connect();
    hello.pushed_at = on.server.tick();
    on.server.asked.length = 0;

    const answer = await on.deliver(id, 'push', { ref: 'refs/heads/main', repository: { id: hello.id } });

    expect(await answer.text()).toBe('ok');
    expect(await (await on.deliver(id, 'ping', { zen: 'Design for failure.' })).text()).toBe('pong');
    // Its hook may still be on its way.
    const reads = () => on.server.asked.filter(({ path }) => !path.endsWith('/hooks'));
    await eventually(() => Promise.resolve(reads().length >= 2), 'the repositories to be asked for');
    await on.settled(id);
    expect(new Set(reads().map(({ path }) => path))).toEqual(new Set(['/user/repos']));
  });

  test('opens an issue, and says why it cannot', async () => {
    await using on = await open(database);
    on.server.addRepository('octocat/hello');
    on.server.addRepository('octocat/off', 0, { has_issues: false });
    const id = await on.connect();
    const run = (input: object) =>
      on.hub.get<{ runAction: { output: unknown; userErrors: object[] } }>(RUN, {
        input: { integrationId: id, action: 'createIssue', input },
      });

    const opened = await run({ owner: 'octocat', repo: 'hello', title: 'Hello' });
    const off = await run({ owner: 'octocat', repo: 'off', title: 'Hello' });
    const odd = await run({ owner: 'octocat', repo: '..', title: 'Hello' });

    expect(opened.runAction).toEqual({
      output: { id: expect.stringMatching(/^\d+$/), number: 1, url: 'https://github.com/octocat/hello/issues/1' },
      userErrors: [],
    });
    expect(off.runAction.userErrors).toMatchObject([
      { code: 'BAD_INPUT', message: expect.stringContaining('switched off') },
    ]);
    expect(odd.runAction.userErrors).toMatchObject([
      { code: 'BAD_INPUT', message: 'repo: must be a name as it stands in the address of the repository.' },
    ]);
  });
});
