import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { describeEachDatabase, type TestDatabase } from '../kit/databases.js';
import { OPERATOR_KEY } from '../kit/hub-here.js';
import { eventually } from '../kit/hub-process.js';
import { ListeningHub } from '../kit/listening-hub.js';

/** Than any action lasts, so that it cannot be another process's either. */
const LATER_MS = 121_000;

describeEachDatabase((database) => {
  test('an action whose process is killed during it is in the audit log, as one of which nobody knows the end', async () => {
    await using stage = await open(database);
    const { hub, provider } = stage;
    const integrationId = await connect(hub, provider.url);
    const acting = createIssue(hub, integrationId).catch(() => 'no answer');
    await eventually(async () => provider.issues === 1, 'the issue to reach the provider');
    const during = await entriesOf(hub);

    await hub.killAndRestart(undefined, LATER_MS);

    const [entry] = during;
    expect(await acting).toBe('no answer');
    expect(entry).toMatchObject({ action: 'ACTION_RUN', subject: 'createIssue', integrationId, outcome: 'STARTED' });
    expect(during).toHaveLength(1);
    expect(await entriesOf(hub)).toEqual([{ ...entry, outcome: 'INTERRUPTED' }]);
    expect(await entriesOf(hub, { outcome: 'SUCCEEDED' })).toEqual([]);
    // Nobody sent it again.
    expect(provider.issues).toBe(1);
  }, 60_000);
});

/** The built hub in its own process, and a GitHub that takes an issue and never answers. */
async function open(database: TestDatabase) {
  const place = await database.create();
  const provider = await startSilentGitHub();
  const hub = await ListeningHub.start({ DATABASE_URL: place.url });
  return {
    hub,
    provider,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      provider.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

async function startSilentGitHub() {
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      provider.issues += 1;
      return;
    }
    const isUser = request.url?.endsWith('/user') === true;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(isUser ? '{"id":1,"login":"ada"}' : '[]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    issues: 0,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return provider;
}

async function ask<Data>(hub: ListeningHub, query: string, variables: object): Promise<Data> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR_KEY}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: object[] };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function connect(hub: ListeningHub, apiUrl: string): Promise<string> {
  const { connectWithApiKey } = await ask<{ connectWithApiKey: { integration: { id: string } } }>(
    hub,
    `mutation ($endpoints: EndpointsInput!) {
      configureProvider(input: { providerId: "github", endpoints: $endpoints }) { userErrors { message } }
      connectWithApiKey(input: { providerId: "github", apiKey: "key" }) { integration { id } userErrors { message } }
    }`,
    { endpoints: { apiUrl } },
  );
  return connectWithApiKey.integration.id;
}

function createIssue(hub: ListeningHub, integrationId: string): Promise<unknown> {
  return ask(
    hub,
    'mutation ($input: GithubCreateIssueInput!) { githubCreateIssue(input: $input) { userErrors { message } } }',
    { input: { integrationId, owner: 'acme', repo: 'hub', title: 'Does it arrive?' } },
  );
}

interface Entry {
  id: string;
  action: string;
  outcome: string;
}

async function entriesOf(hub: ListeningHub, filter: object = {}): Promise<Entry[]> {
  const { auditLog } = await ask<{ auditLog: { nodes: Entry[] } }>(
    hub,
    `query ($filter: AuditLogFilter) {
      auditLog(filter: $filter) { nodes { id at action subject integrationId outcome } }
    }`,
    { filter: { action: 'ACTION_RUN', ...filter } },
  );
  return auditLog.nodes;
}
