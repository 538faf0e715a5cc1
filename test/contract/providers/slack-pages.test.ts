import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CursorExpired, type Page } from '../../../src/providers/provider.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { readAll, readPages, type ReadOptions } from '../../kit/read-model.js';

const TOKEN = 'xoxb-test';
const PAGE_SIZE = 200;

/** What Slack lists, whole. */
const CHANNELS = Array.from({ length: 450 }, (_, index) => ({
  id: `C${index}`,
  name: `channel-${index}`,
  is_archived: index % 10 === 0,
}));
const MEMBERS = Array.from({ length: 250 }, (_, index) => ({
  id: `U${index}`,
  name: `user-${index}`,
  deleted: index === 249,
}));

/**
 * Slack's lists as its documentation has them: `next_cursor` opaque, and empty on the last page.
 * @see https://docs.slack.dev/apis/web-api/pagination
 */
class SlackServer implements AsyncDisposable {
  readonly asked: { method: string; cursor: string | null; limit: number }[] = [];
  private readonly server = createServer((request, response) => {
    void this.answer(request).then((body) =>
      response.setHeader('content-type', 'application/json; charset=utf-8').end(JSON.stringify(body)),
    );
  });

  get apiUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<object> {
    const form = new URLSearchParams(await text(request));
    const [cursor, limit] = [form.get('cursor'), Number(form.get('limit') ?? 100)];
    const method = request.url?.replace('/api/', '') ?? '';
    this.asked.push({ method, cursor, limit });
    const from = cursor === null ? 0 : placeOf(cursor);
    if (from === null) return { ok: false, error: 'invalid_cursor' };
    const [key, all] = method === 'users.list' ? ['members', MEMBERS] : ['channels', CHANNELS];
    const next = from + limit < all.length ? cursorAt(from + limit) : '';
    return { ok: true, [key]: all.slice(from, from + limit), response_metadata: { next_cursor: next } };
  }
}

describe("Slack's lists", () => {
  let server: SlackServer;
  const reading = (model: string): ReadOptions => ({
    provider: slack,
    model,
    fetch: fetchWith(TOKEN),
    apiUrl: server.apiUrl,
  });

  beforeEach(async () => {
    server = new SlackServer();
    await server.listen();
  });

  afterEach(() => server[Symbol.asyncDispose]());

  test('are read page by page to the end, a call a page', async () => {
    const channels = await readAll(reading('SlackChannel'));
    const users = await readAll(reading('SlackUser'));

    expect([...channels.records.keys()]).toEqual(CHANNELS.map(({ id }) => id));
    expect(channels.pages.map(({ records }) => records.length)).toEqual([200, 200, 50]);
    expect([...users.records.keys()]).toEqual(MEMBERS.slice(0, 249).map(({ id }) => id));
    expect(users.deletedIds).toEqual(['U249']);
    expect(server.asked).toEqual([
      { method: 'conversations.list', cursor: null, limit: PAGE_SIZE },
      { method: 'conversations.list', cursor: cursorAt(200), limit: PAGE_SIZE },
      { method: 'conversations.list', cursor: cursorAt(400), limit: PAGE_SIZE },
      { method: 'users.list', cursor: null, limit: PAGE_SIZE },
      { method: 'users.list', cursor: cursorAt(200), limit: PAGE_SIZE },
    ]);
  });

  test('go on where a run was interrupted', async () => {
    const first = (await nextOf(readPages(reading('SlackChannel')))) as Page;
    server.asked.length = 0;

    const rest = await readAll(reading('SlackChannel'), { checkpoint: first.checkpoint });

    expect(first.checkpoint).toEqual({ cursor: cursorAt(200) });
    expect(rest.pages.map(({ records }) => records.length)).toEqual([200, 50]);
    expect(rest.pages.at(-1)?.checkpoint).toBeNull();
    expect(server.asked.map(({ cursor }) => cursor)).toEqual([cursorAt(200), cursorAt(400)]);
  });

  test('begin anew where Slack no longer takes the place', async () => {
    const reread = readAll(reading('SlackUser'), { checkpoint: { cursor: 'long-gone' } });

    await expect(reread).rejects.toBeInstanceOf(CursorExpired);
  });
});

function cursorAt(place: number): string {
  return Buffer.from(`next:${place}`).toString('base64');
}

function placeOf(cursor: string): number | null {
  const [, place] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return place === undefined ? null : Number(place);
}

async function nextOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}
