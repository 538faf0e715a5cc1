// The official SDK before test/kit/gmail, a small server that answers as Gmail documents it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gmail } from '../../../src/providers/gmail/gmail.provider.js';
import { CursorExpired } from '../../../src/providers/provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { GmailServer, refusal } from '../../kit/gmail/gmail-server.js';
import { hubErrorOf, readAll, readPages } from '../../kit/read-model.js';

const DAY_MS = 86_400_000;

describe('messages of Gmail', () => {
  let server: GmailServer;
  const reading = () => ({ provider: gmail, model: 'EmailMessage', fetch: fetchWith('a-token'), apiUrl: server.url });
  const add = (count: number) => {
    for (let number = 1; number <= count; number += 1) server.mailbox.add(`m${number}`);
  };
  const readOn = (cursor: unknown, more = {}) => readAll(reading(), { kind: 'INCREMENTAL', cursor, ...more });
  const calls = (path: string) => server.asked.filter((asked) => asked.path === path);

  beforeEach(async () => {
    server = await GmailServer.start();
  });

  afterEach(() => server[Symbol.asyncDispose]());

  describe('in a full run', () => {
    test('are read page by page, ten at once', async () => {
      add(120);

      let [underWay, mostAtOnce] = [0, 0];
      const { fetch, ...place } = reading();
      const counting: typeof fetch = async (...call) => {
        mostAtOnce = Math.max(mostAtOnce, (underWay += 1));
        return fetch(...call).finally(() => (underWay -= 1));
      };

      const { pages, records } = await readAll({ ...place, fetch: counting });

      expect(pages.map((page) => page.records.length)).toEqual([50, 50, 20]);
      expect(records.size).toBe(120);
      expect(mostAtOnce).toBe(10);
    });

    test('come with the headers that are kept, and without a body', async () => {
      server.mailbox.add('m1', {
        payload: {
          mimeType: 'text/plain',
          headers: [
            { name: 'Received', value: 'by somewhere' },
            { name: 'from', value: 'Ben <ben@example.com>' },
          ],
          body: { data: 'c2VjcmV0' },
        },
      });

      const { records } = await readAll(reading());

      expect(records.get('m1')).toMatchObject({
        payload: { mimeType: 'text/plain', headers: [{ name: 'from', value: 'Ben <ben@example.com>' }] },
      });
      expect(JSON.stringify(records.get('m1'))).not.toContain('c2VjcmV0');
    });

    test('are those of the last 90 days, by the same moment on each page', async () => {
      add(60);
      server.mailbox.add('old', { internalDate: String(Date.now() - 91 * DAY_MS) });

      const { records } = await readAll(reading());

      const queries = new Set(calls('messages').map(({ query }) => query.get('q')));
      const [, since] = /^after:(\d+)$/.exec([...queries].join()) ?? [];
      expect(records.has('old')).toBe(false);
      expect(Date.now() - Number(since) * 1000).toBeGreaterThanOrEqual(90 * DAY_MS);
      expect(Date.now() - Number(since) * 1000).toBeLessThan(90 * DAY_MS + 60_000);
    });

    test('leave out drafts, spam and the trash', async () => {
      add(1);
      for (const label of ['DRAFT', 'SPAM', 'TRASH']) server.mailbox.add(label, { labelIds: [label] });

      const { records } = await readAll(reading());

      expect([...records.keys()]).toEqual(['m1']);
    });

    test('do without one that goes while its page is read', async () => {
      add(3);
      server.instead = ({ path }) => {
        if (path === 'messages/m1') server.mailbox.lose('m2');
        return null;
      };

      const { records, deletedIds } = await readAll(reading());

      expect([...records.keys()]).toEqual(['m1', 'm3']);
      expect(deletedIds).toEqual(['m2']);
    });

    test('go on where a run was interrupted, with the moment and the history that it began with', async () => {
      add(120);
      const whole = await readAll(reading());
      server.mailbox.add('late', { internalDate: String(Date.now() - DAY_MS) });

      const rest = await readAll(reading(), { checkpoint: whole.pages[0]?.checkpoint ?? null });

      expect(rest.records.size).toBe(71);
      expect(rest.cursor).toEqual(whole.cursor);
    });

    test('begin anew where Gmail no longer takes the page token', async () => {
      const checkpoint = { pageToken: 'stale', historyId: '1000', since: 1 };

      await expect(readAll(reading(), { checkpoint })).rejects.toBeInstanceOf(CursorExpired);
    });

    test('of an empty mailbox are none, and there is a place to go on from', async () => {
      const { records, cursor } = await readAll(reading());

      expect(records.size).toBe(0);
      expect(cursor).toEqual({ historyId: '1000' });
    });
  });

  describe('in an incremental run', () => {
    test('are those that came since, also while the full run was under way', async () => {
      add(3);
      const pages = readPages(reading())[Symbol.asyncIterator]();
      server.instead = ({ path }) => {
        if (path === 'messages' && server.asked.length === 2) server.mailbox.add('meanwhile');
        return null;
      };
      const { value } = await pages.next();
      server.mailbox.add('after');

      const { records } = await readOn(value.cursor);

      expect([...records.keys()]).toEqual(['meanwhile', 'after']);
    });

    test('have their labels of now, and a larger version', async () => {
      add(2);
      const whole = await readAll(reading());
      server.mailbox.label('m1', ['INBOX', 'STARRED']);
      server.mailbox.label('m1', ['INBOX']);
      server.mailbox.label('m1', ['INBOX', 'UNREAD']);
      server.asked.length = 0;

      const { records } = await readOn(whole.cursor);

      const [model] = gmail.models;
      const versionOf = (data: unknown) => model?.versionOf?.(data, { readAt: 0 }) ?? 0;
      expect([...records.values()]).toMatchObject([{ id: 'm1', labelIds: ['INBOX', 'UNREAD'] }]);
      expect(calls('messages/m1')).toHaveLength(1);
      expect(versionOf(records.get('m1'))).toBeGreaterThan(versionOf(whole.records.get('m1')));
    });

    test('that were deleted are told, and not asked for', async () => {
      add(2);
      const { cursor } = await readAll(reading());
      server.mailbox.label('m2', ['INBOX', 'STARRED']);
      server.mailbox.remove('m2');
      server.asked.length = 0;

      const { records, deletedIds } = await readOn(cursor);

      expect([records.size, deletedIds]).toEqual([0, ['m2']]);
      expect(calls('messages/m2')).toEqual([]);
    });

    test('leave the hub with the trash, and come back out of it', async () => {
      add(1);
      const { cursor } = await readAll(reading());
      server.mailbox.label('m1', ['INBOX', 'TRASH']);
      const thrown = await readOn(cursor);
      server.mailbox.label('m1', ['INBOX']);

      const restored = await readOn(thrown.cursor);

      expect([thrown.records.size, thrown.deletedIds]).toEqual([0, ['m1']]);
      expect([...restored.records.keys()]).toEqual(['m1']);
    });

    test('go on where a run was interrupted, and end where its first page did', async () => {
      const { cursor } = await readAll(reading());
      add(150);
      const whole = await readOn(cursor);
      server.mailbox.add('late');

      const rest = await readOn(cursor, { checkpoint: whole.pages[0]?.checkpoint });

      expect(whole.pages.map((page) => page.records.length)).toEqual([100, 50]);
      expect(rest.records.size).toBe(51);
      expect(rest.cursor).toEqual(whole.cursor);
    });

    test('cost one call where nothing changed', async () => {
      add(3);
      const { cursor } = await readAll(reading());
      server.asked.length = 0;

      const { records, cursor: next } = await readOn(cursor);

      expect([records.size, next]).toEqual([0, cursor]);
      expect(server.asked.map(({ path }) => path)).toEqual(['history']);
    });

    test('begin anew where Gmail has forgotten the history', async () => {
      const { cursor } = await readAll(reading());
      server.mailbox.forgetHistory();

      await expect(readOn(cursor)).rejects.toBeInstanceOf(CursorExpired);
    });
  });

  test('have no version where a number is too wide for one', () => {
    const versionOf = (historyId: string) => gmail.models[0]?.versionOf?.({ historyId }, { readAt: 0 });

    expect([versionOf('9007199254740991'), versionOf('18446744073709551615')]).toEqual([9007199254740991, null]);
  });

  test.each([
    [403, 'insufficientPermissions', 'REAUTHORIZATION_REQUIRED', /leave every box ticked/],
    [400, 'failedPrecondition', 'PROVIDER_REJECTED', /may have no Gmail/],
    [403, 'accessNotConfigured', 'PROVIDER_REJECTED', /switched off/],
    [403, 'domainPolicy', 'PROVIDER_REJECTED', /administrators/],
    [403, 'forbidden', 'PROVIDER_REJECTED', /does not let this account/],
    [409, 'conflict', 'PROVIDER_REJECTED', /\(conflict\)/],
  ])('are refused with %i %s in words', async (status, reason, code, message) => {
    server.instead = () => refusal(status, reason);

    const error = await readAll(reading()).catch((thrown: unknown) => thrown);

    expect(hubErrorOf(gmail, error)).toMatchObject({ code, status, message: expect.stringMatching(message) });
  });

  test('are asked for too often where Gmail says so with 403', () => {
    const { body } = refusal(403, 'userRateLimitExceeded');

    expect(gmail.meaningOf?.({ status: 403, body })).toBe('RATE_LIMITED');
  });
});
