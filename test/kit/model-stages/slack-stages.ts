import { tsAt } from '../../../src/providers/slack/slack-ts.js';
import { SlackHistoryServer, type Said } from '../slack-history-server.js';
import type { ModelStage } from './model-stage.js';

const HOUR_MS = 3_600_000;

export async function slackChannels(): Promise<ModelStage> {
  const server = await SlackHistoryServer.start();
  for (let number = 1; number <= 210; number += 1) server.channels.set(`C${number}`, { messages: [] });
  return {
    ...placeOf(server),
    ids: () => [...server.channels.keys()],
    add: () => server.channels.set('CADDED', { messages: [] }),
    change: () => server.channels.set('C2', { messages: [], isArchived: true }),
    remove: () => server.channels.delete('C3'),
    removedBy: 'FULL',
    pagePath: /\/conversations\.list$/,
  };
}

export async function slackUsers(): Promise<ModelStage> {
  const server = await SlackHistoryServer.start();
  const put = (id: string, more: object = {}) => server.users.set(id, { id, name: id, ...more });
  for (let number = 1; number <= 210; number += 1) put(`U${number}`);
  return {
    ...placeOf(server),
    ids: () => [...server.users.values()].filter(({ deleted }) => deleted !== true).map(({ id }) => id),
    add: () => put('UADDED'),
    change: () => put('U2', { name: 'changed' }),
    // It stays in the list.
    remove: () => put('U3', { deleted: true }),
    removedBy: 'INCREMENTAL',
    pagePath: /\/users\.list$/,
  };
}

export async function slackMessages(): Promise<ModelStage> {
  const server = await SlackHistoryServer.start();
  server.pageSize = 4;
  const now = Date.now();
  const messages: Said[] = Array.from({ length: 9 }, (_, index) => ({ ts: tsAt(now - (10 - index) * HOUR_MS) }));
  server.channels.set('C1', { messages });
  return {
    ...placeOf(server),
    ids: () => messages.map(({ ts }) => `C1:${ts}`),
    add: () => messages.push({ ts: tsAt(now) }),
    change: () => Object.assign(messages[5]!, { text: 'Changed', edited: { user: 'U1', ts: tsAt(now) } }),
    remove: () => messages.splice(4, 1),
    removedBy: 'FULL',
    pagePath: /\/conversations\.history$/,
  };
}

function placeOf(server: SlackHistoryServer) {
  return {
    apiUrl: server.apiUrl,
    apiKey: 'xoxb-test',
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
