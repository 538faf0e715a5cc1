import { expect, test } from 'vitest';
import { lastRun } from '../kit/connect-calendar.js';
import { eventually, HubProcess } from '../kit/hub-process.js';
import { linkInSandbox } from '../kit/link-in-sandbox.js';

const POST = `mutation ($input: RunActionInput!) { runAction(input: $input) { output userErrors { message } } }`;

const SEEN = `query ($id: ID!) {
  integration(id: $id) {
    webhookEvents { nodes { type state error } }
    records(filter: { model: "SlackMessage" }) { nodes { ... on SlackMessage { text channelId sentAt isReply } } }
  }
}`;

interface Seen {
  integration: {
    webhookEvents: { nodes: { type: string; state: string; error: string | null }[] };
    records: { nodes: { text: string; channelId: string; sentAt: string; isReply: boolean }[] };
  };
}

test('what is posted in the sandbox comes back as an event, and is a record without a sync', async () => {
  await using hub = await HubProcess.start({ HUB_SANDBOX: '1' });
  const id = await linkInSandbox(hub, 'slack', 'ada.lindqvist');
  await lastRun(hub, id);

  const told = firstChange(hub, id);
  await told.isListening;
  const postedAt = Date.now();
  await hub.get(POST, {
    input: { integrationId: id, action: 'postMessage', input: { channel: 'C000000001', text: 'Hello' } },
  });

  const change = await told.change;
  expect(Date.now() - postedAt).toBeLessThan(1_000);
  expect(change).toMatchObject({ model: 'SlackMessage', added: 1 });

  let seen: Seen | null = null;
  await eventually(async () => {
    seen = await hub.get<Seen>(SEEN, { id });
    const { records, webhookEvents } = seen.integration;
    return records.nodes.length > 0 && webhookEvents.nodes[0]?.state === 'COMPLETED';
  }, 'the message to come back');
  expect(seen).toEqual({
    integration: {
      webhookEvents: { nodes: [{ type: 'message', state: 'COMPLETED', error: null }] },
      records: { nodes: [{ text: 'Hello', channelId: 'C000000001', sentAt: expect.any(String), isReply: false }] },
    },
  });
}, 90_000);

const ISSUES = `query ($id: ID!) {
  integration(id: $id) {
    webhookSubscriptions { state }
    webhookEvents { nodes { type state } }
    records(first: 100, filter: { model: "GitHubIssue" }) { nodes { ... on GitHubIssue { title repositoryFullName } } }
  }
}`;

interface Issues {
  integration: {
    webhookSubscriptions: { state: string }[];
    webhookEvents: { nodes: { type: string; state: string }[] };
    records: { nodes: { title: string; repositoryFullName: string }[] };
  };
}

test('an issue that is opened in the sandbox comes back by the hook that the hub made', async () => {
  await using hub = await HubProcess.start({ HUB_SANDBOX: '1' });
  const id = await linkInSandbox(hub, 'github', 'ben-okafor');
  const seen = async () => (await hub.get<Issues>(ISSUES, { id })).integration;
  await eventually(async () => {
    const { webhookSubscriptions: hooks, records } = await seen();
    return hooks.length === 3 && hooks.every(({ state }) => state === 'ACTIVE') && records.nodes.length === 12;
  }, 'the hooks to be made and the issues to arrive');

  const input = { owner: 'ben-okafor', repo: 'billing', title: 'Round to the cent' };
  await hub.get(POST, { input: { integrationId: id, action: 'createIssue', input } });

  await eventually(async () => {
    const { webhookEvents, records } = await seen();
    return records.nodes.length === 13 && webhookEvents.nodes.some(({ state }) => state === 'COMPLETED');
  }, 'the issue to come back');
  const { webhookEvents, records } = await seen();
  expect(records.nodes).toContainEqual({ title: 'Round to the cent', repositoryFullName: 'ben-okafor/billing' });
  expect(webhookEvents.nodes).toContainEqual({ type: 'issues.opened', state: 'COMPLETED' });
}, 90_000);

/** What a subscriber is told of the next change of an integration's messages. */
function firstChange(hub: HubProcess, id: string) {
  const { promise: isListening, resolve } = Promise.withResolvers<void>();
  const changes = hub.watch<{ recordsChanged: { model: string; added: number } }>(
    'subscription ($id: ID!) { recordsChanged(integrationId: $id, model: "SlackMessage") { model added snapshot } }',
    { id },
    { onOpen: resolve },
  );
  const change = (async () => {
    for await (const { recordsChanged } of changes) if (recordsChanged.added > 0) return recordsChanged;
    throw new Error('The stream ended.');
  })();
  return { isListening, change };
}
