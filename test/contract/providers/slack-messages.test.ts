import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CursorExpired, type Page } from '../../../src/providers/provider.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { SlackMessage } from '../../../src/providers/slack/slack-message.type.js';
import { tsAt } from '../../../src/providers/slack/slack-ts.js';
import { fetchWith } from '../../kit/emulators.js';
import { hubErrorOf, modelOf, readAll, readPages, type ReadOptions } from '../../kit/read-model.js';
import { SlackHistoryServer, type Said } from '../../kit/slack-history-server.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.now();

const ago = (milliseconds: number) => tsAt(NOW - milliseconds);
const message = (ts: string, more: Partial<Said> = {}): Said => ({ ts, text: `said at ${ts}`, ...more });

describe('Slack messages', () => {
  let server: SlackHistoryServer;
  let reading: ReadOptions;

  beforeEach(async () => {
    server = await SlackHistoryServer.start();
    reading = { provider: slack, model: 'SlackMessage', fetch: fetchWith('xoxb-test'), apiUrl: server.apiUrl };
  });

  afterEach(() => server[Symbol.asyncDispose]());

  const incremental = (cursor: unknown) => readAll(reading, { kind: 'INCREMENTAL', cursor });

  const failureOf = (place?: Parameters<typeof readAll>[1]): Promise<unknown> =>
    readAll(reading, place).then(
      () => null,
      (error: unknown) => error,
    );

  describe('a full run', () => {
    test('reads every channel that the app is in, page by page', async () => {
      server.pageSize = 2;
      const said = [5, 4, 3, 2, 1].map((days) => message(ago(days * DAY)));
      server.channels.set('C2', { messages: said }).set('C1', { messages: [message(ago(HOUR))] });

      const { records, pages, cursor } = await readAll(reading);

      expect(records.size).toBe(6);
      expect(records.get(`C2:${ago(3 * DAY)}`)).toEqual({ ...said[2], type: 'message', channel: 'C2' });
      expect(pages.map((page) => page.records.length)).toEqual([1, 2, 2, 1]);
      expect(pages.map((page) => page.checkpoint === null)).toEqual([false, false, false, true]);
      expect(cursor).toEqual({ newestIn: { C1: ago(HOUR), C2: ago(DAY) } });
    });

    test('reads 90 days', async () => {
      server.channels.set('C1', { messages: [message(ago(91 * DAY)), message(ago(89 * DAY))] });

      const { records } = await readAll(reading);

      expect([...records.keys()]).toEqual([`C1:${ago(89 * DAY)}`]);
    });

    test('reads the replies to each message, also those that the channel was told of', async () => {
      server.pageSize = 2;
      const first = ago(3 * DAY);
      server.channels.set('C1', {
        messages: [
          message(first),
          ...[50, 40, 30].map((hours) => message(ago(hours * HOUR), { thread_ts: first })),
          message(ago(20 * HOUR), { thread_ts: first, subtype: 'thread_broadcast' }),
          message(ago(HOUR)),
        ],
      });

      const { records } = await readAll(reading);

      expect(records.size).toBe(6);
      expect(server.takeAsked()).toEqual([
        'conversations.history C1',
        'conversations.history C1',
        `conversations.replies C1 ${first}`,
        `conversations.replies C1 ${first}`,
      ]);
    });

    test('leaves notices out, and deletes what only a tombstone is left of, but not its replies', async () => {
      const gone = ago(2 * DAY);
      server.channels.set('C1', {
        messages: [
          message(ago(3 * DAY), { subtype: 'channel_join' }),
          message(gone, { subtype: 'tombstone' }),
          message(ago(DAY), { thread_ts: gone }),
          message(ago(HOUR), { subtype: 'bot_message' }),
        ],
      });

      const { records, deletedIds } = await readAll(reading);

      expect([...records.keys()]).toEqual([`C1:${ago(HOUR)}`, `C1:${ago(DAY)}`]);
      expect(deletedIds).toEqual([`C1:${gone}`]);
    });

    test('goes on at the page at which it was interrupted, amid replies too', async () => {
      server.pageSize = 2;
      const first = ago(3 * DAY);
      const replies = [60, 50, 40, 30].map((hours) => message(ago(hours * HOUR), { thread_ts: first }));
      server.channels
        .set('C1', { messages: [message(first), ...replies] })
        .set('C2', { messages: [message(ago(DAY))] });
      const whole = await readAll(reading);

      for (const [index, { checkpoint }] of whole.pages.entries()) {
        if (checkpoint === null) continue;
        const rest = await readAll(reading, { checkpoint });
        expect(rest.pages.map(({ records }) => records)).toEqual(
          whole.pages.slice(index + 1).map(({ records }) => records),
        );
        expect(rest.cursor).toEqual(whole.cursor);
      }
    });

    test('goes on with the next channel where the one it was in is gone', async () => {
      server.pageSize = 1;
      const two = [message(ago(DAY)), message(ago(HOUR))];
      server.channels.set('C1', { messages: two }).set('C2', { messages: [message(ago(HOUR))] });
      const first = (await readPages(reading)[Symbol.asyncIterator]().next()).value as Page;
      server.channels.delete('C1');

      const { records } = await readAll(reading, { checkpoint: first.checkpoint });

      expect([...records.keys()]).toEqual([`C2:${ago(HOUR)}`]);
    });

    test.each(['not_in_channel', 'channel_not_found'])('reads on where a channel is refused with %s', async (word) => {
      server.refusals.set('conversations.history C1', word);
      server.channels.set('C1', { messages: [message(ago(DAY))] }).set('C2', { messages: [message(ago(HOUR))] });

      const { records } = await readAll(reading);

      expect([...records.keys()]).toEqual([`C2:${ago(HOUR)}`]);
    });

    test('ends well where the app is in no channel', async () => {
      expect((await readAll(reading)).pages).toEqual([{ records: [], checkpoint: null, cursor: { newestIn: {} } }]);
    });

    test('begins anew where Slack no longer takes its place', async () => {
      const place = { channelId: 'C1', history: 'long-gone', threads: [], replies: '', since: ago(DAY), newestIn: {} };
      server.channels.set('C1', { messages: [] });

      expect(await failureOf({ checkpoint: place })).toBeInstanceOf(CursorExpired);
    });

    test('says what to do where the app was connected before it asked to read messages', async () => {
      server.channels.set('C1', { messages: [] });
      server.refusals.set('conversations.history C1', 'missing_scope');

      expect(hubErrorOf(slack, await failureOf())).toMatchObject({
        code: 'REAUTHORIZATION_REQUIRED',
        message: expect.stringContaining('Connect it again and allow it'),
      });
    });

    test('stops between pages when it is told to', async () => {
      server.channels.set('C1', { messages: [message(ago(DAY))] }).set('C2', { messages: [] });
      const controller = new AbortController();
      const pages = readPages(reading, { signal: controller.signal })[Symbol.asyncIterator]();
      await pages.next();

      controller.abort();

      await expect(pages.next()).rejects.toThrow(/abort/i);
    });
  });

  describe('an incremental run', () => {
    test('reads each channel from a day before the newest that is known', async () => {
      server.channels.set('C1', { messages: [message(ago(10 * DAY)), message(ago(5 * DAY))] });
      const { cursor } = await readAll(reading);
      const added = message(ago(HOUR));
      server.channels.get('C1')?.messages.push(added);
      server.asked.length = 0;

      const found = await incremental(cursor);

      expect([...found.records.keys()]).toEqual([`C1:${added.ts}`, `C1:${ago(5 * DAY)}`]);
      expect(server.asked.at(-1)?.oldest).toBe(ago(6 * DAY));
      expect(found.cursor).toEqual({ newestIn: { C1: added.ts } });
    });

    test('finds an edit of what was said within that day', async () => {
      const said = message(ago(HOUR));
      server.channels.set('C1', { messages: [said] });
      const { cursor } = await readAll(reading);
      Object.assign(said, { text: 'Better words', edited: { user: 'U1', ts: ago(0) } });

      const { records } = await incremental(cursor);

      expect(records.get(`C1:${said.ts}`)).toMatchObject({ text: 'Better words' });
    });

    test('reads replies only where there are new ones', async () => {
      const [quiet, lively] = [ago(20 * HOUR), ago(10 * HOUR)];
      const messages = [
        message(quiet),
        message(ago(15 * HOUR), { thread_ts: quiet }),
        message(lively),
        message(ago(9 * HOUR), { thread_ts: lively }),
      ];
      server.channels.set('C1', { messages });
      const { cursor } = await readAll(reading);
      messages.push(message(ago(HOUR), { thread_ts: lively }));
      server.asked.length = 0;

      const { records, cursor: after } = await incremental(cursor);

      expect(records.has(`C1:${ago(HOUR)}`)).toBe(true);
      expect(server.takeAsked()).toEqual(['conversations.history C1', `conversations.replies C1 ${lively}`]);
      expect(after).toEqual({ newestIn: { C1: ago(HOUR) } });
    });

    test('reads a channel whole that the app has joined since', async () => {
      server.channels.set('C1', { messages: [message(ago(HOUR))] });
      const { cursor } = await readAll(reading);
      server.channels.set('C0', { messages: [message(ago(80 * DAY))] });

      const { records } = await incremental(cursor);

      expect(records.has(`C0:${ago(80 * DAY)}`)).toBe(true);
    });

    test('leaves an archived channel alone that it knows, and knows it when it is back', async () => {
      server.channels
        .set('C1', { messages: [message(ago(3 * DAY))] })
        .set('C2', { isArchived: true, messages: [message(ago(DAY))] });
      const { cursor } = await readAll(reading);
      server.asked.length = 0;

      const found = await incremental(cursor);

      expect(server.takeAsked()).toEqual(['conversations.history C1']);
      expect(found.cursor).toEqual(cursor);
    });
  });

  test('do not read the list of channels for ever', async () => {
    const circling: ReadOptions['fetch'] = () =>
      Promise.resolve(Response.json({ ok: true, channels: [], response_metadata: { next_cursor: 'again' } }));

    const error = await readAll({ ...reading, fetch: circling }).catch((thrown: unknown) => thrown);

    expect(hubErrorOf(slack, error)).toMatchObject({ code: 'PROVIDER_CONTRACT_BROKEN' });
  });

  test('are versioned by when they were sent, then by when they were edited', () => {
    const { record, versionOf } = modelOf(slack, 'SlackMessage');
    const versionOfOne = (data: object) => versionOf?.(record.parse({ channel: 'C1', ...data }), { readAt: 0 });

    expect(versionOfOne({ ts: '1700000000.000100' })).toBe(1_700_000_000_000_100);
    expect(versionOfOne({ ts: '1700000000.000100', edited: { ts: '1700000060.000000' } })).toBe(1_700_000_060_000_000);
    expect(record.safeParse({ channel: 'C1', ts: 'yesterday' }).success).toBe(false);
  });
});

describe('a Slack message', () => {
  const messageOf = (data: object) => new SlackMessage({ id: 'rec_1', data: JSON.stringify(data) } as never);

  test('has its words, its author and its times', () => {
    const shown = messageOf({
      channel: 'C1',
      ts: '1700000000.000100',
      user: 'U1',
      text: 'Hello',
      edited: { ts: '1700000060.000000' },
    });

    expect([shown.channelId, shown.ts, shown.text, shown.userId]).toEqual(['C1', '1700000000.000100', 'Hello', 'U1']);
    expect([shown.sentAt, shown.editedAt]).toEqual([1_700_000_000_000, 1_700_000_060_000]);
    expect([shown.isBot, shown.isReply, shown.threadTs]).toEqual([false, false, null]);
  });

  test('tells a reply from the message that a thread began with, and a bot from a person', () => {
    const begin = messageOf({ channel: 'C1', ts: '1700000000.000100', thread_ts: '1700000000.000100' });
    const reply = messageOf({ channel: 'C1', ts: '1700000001.000100', thread_ts: '1700000000.000100', bot_id: 'B1' });

    expect([begin.isReply, begin.isBot, begin.text, begin.userId]).toEqual([false, false, '', null]);
    expect([reply.isReply, reply.isBot, reply.threadTs]).toEqual([true, true, '1700000000.000100']);
  });
});
