import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Said {
  ts: string;
  text?: string;
  subtype?: string;
  thread_ts?: string;
  edited?: { user: string; ts: string };
}

export interface SlackChannelHere {
  isArchived?: boolean;
  messages: Said[];
}

export interface SlackUserHere {
  id: string;
  name: string;
  /** Deactivated; it is listed all the same. */
  deleted?: boolean;
}

/** One call, as far as tests ask. */
export interface Asked {
  method: string;
  channel: string | null;
  oldest: string | null;
  cursor: string | null;
  /** Of conversations.replies. */
  ts: string | null;
}

/** The app is in each of them. */
const LISTS_OF_CHANNELS = new Set(['users.conversations', 'conversations.list']);

/**
 * Channels with what was said in them, as Slack's documentation has them: history has the newest first and
 * leaves replies out, replies come oldest first behind the message that the thread began with.
 * @see https://docs.slack.dev/reference/methods/conversations.history
 * @see https://docs.slack.dev/reference/methods/conversations.replies
 */
export class SlackHistoryServer implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly channels = new Map<string, SlackChannelHere>();
  readonly users = new Map<string, SlackUserHere>();
  /** Messages on a page, whatever limit is asked for, as Slack does to apps outside its Marketplace. */
  pageSize = 200;
  /** Word with which calls are refused, by method and channel. */
  readonly refusals = new Map<string, string>();
  private readonly server = createServer((request, response) => {
    void this.answer(request).then((body) =>
      response.setHeader('content-type', 'application/json; charset=utf-8').end(JSON.stringify(body)),
    );
  });

  static async start(): Promise<SlackHistoryServer> {
    const started = new SlackHistoryServer();
    started.server.listen(0, '127.0.0.1');
    await once(started.server, 'listening');
    return started;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Methods and channels of the calls so far, but for the lists of channels; forgets them. */
  takeAsked(): string[] {
    return this.asked
      .splice(0)
      .filter(({ method }) => method !== 'users.conversations')
      .map(({ method, channel, ts }) => [method, channel, ts].filter((part) => part !== null).join(' '));
  }

  private async answer(request: IncomingMessage): Promise<object> {
    const form = new URLSearchParams(await text(request));
    const method = request.url?.replace('/api/', '') ?? '';
    const [channel, oldest, cursor, ts] = ['channel', 'oldest', 'cursor', 'ts'].map((name) => form.get(name)) as [
      string | null,
      string | null,
      string | null,
      string | null,
    ];
    this.asked.push({ method, channel, oldest, cursor, ts });
    const refusal = this.refusals.get(`${method} ${channel}`);
    if (refusal !== undefined) return { ok: false, error: refusal };
    if (method === 'users.list') return this.page('members', [...this.users.values()], cursor);
    if (LISTS_OF_CHANNELS.has(method)) return this.page('channels', this.list(), cursor);
    const here = this.channels.get(channel ?? '');
    if (here === undefined) return { ok: false, error: 'channel_not_found' };
    const found = method === 'conversations.history' ? history(here) : thread(here, ts ?? '');
    // The message that a thread began with comes on each page, however old it is.
    const [first, rest] = method === 'conversations.replies' ? [found.slice(0, 1), found.slice(1)] : [[], found];
    return this.page(
      'messages',
      rest.filter((said) => said.ts > (oldest ?? '')),
      cursor,
      first,
    );
  }

  private list(): object[] {
    return [...this.channels].map(([id, { isArchived = false }]) => ({ id, name: id, is_archived: isArchived }));
  }

  private page(key: string, items: readonly object[], cursor: string | null, before: readonly object[] = []): object {
    const [, place] = cursor === null ? [null, '0'] : (/^from:(\d+)$/.exec(cursor) ?? []);
    if (place === undefined) return { ok: false, error: 'invalid_cursor' };
    const end = Number(place) + this.pageSize;
    const next = end < items.length ? `from:${end}` : '';
    return {
      ok: true,
      [key]: [...before, ...items.slice(Number(place), end)],
      response_metadata: { next_cursor: next },
    };
  }
}

function history({ messages }: SlackChannelHere): Said[] {
  return messages
    .filter(
      ({ ts, thread_ts: begin, subtype }) => begin === undefined || begin === ts || subtype === 'thread_broadcast',
    )
    .map((said) => ({ type: 'message', ...said, ...repliesTo(messages, said.ts) }))
    .toSorted((one, other) => (one.ts > other.ts ? -1 : 1));
}

function repliesTo(messages: readonly Said[], ts: string): object {
  const replies = messages.filter((said) => said.thread_ts === ts && said.ts !== ts).map((said) => said.ts);
  return replies.length === 0
    ? {}
    : { thread_ts: ts, reply_count: replies.length, latest_reply: replies.toSorted((a, b) => (a < b ? -1 : 1)).at(-1) };
}

function thread({ messages }: SlackChannelHere, begin: string): Said[] {
  return messages
    .filter(({ ts, thread_ts: of }) => ts === begin || of === begin)
    .map((said) => ({ type: 'message', ...said }))
    .toSorted((one, other) => (one.ts < other.ts ? -1 : 1));
}
