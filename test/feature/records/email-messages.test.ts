import { expect, test } from 'vitest';
import { ada, bob, openApi, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration } from '../../kit/rows.js';
import { storeRecords } from '../../kit/store-records.js';
import { providers } from '../../../src/providers/index.js';
import type { Row } from '../../../src/tables.js';

const MESSAGES = `query ($id: ID!, $thread: ID, $from: String, $isUnread: Boolean, $isInInbox: Boolean,
  $after: DateTime, $before: DateTime, $reverse: Boolean! = false, $deleted: Boolean! = false) {
  emailMessages(integrationId: $id, threadId: $thread, fromAddress: $from, isUnread: $isUnread, isInInbox: $isInInbox,
    receivedAfter: $after, receivedBefore: $before, reverse: $reverse, includeDeleted: $deleted) {
    totalCount
    nodes { messageId fromAddress }
  }
}`;

describeEachDatabase((database) => {
  test('lists messages by when Google took them, whatever their senders say, the newest first', async () => {
    await using api = await openApi(database, providers);
    const gmail = await linkGmail(api);
    await storeRecords(api, database.engine, gmail, 'EmailMessage', [
      message('old', { day: 23, headers: { Date: 'Tue, 24 Nov 2037 10:00:00 +0000' } }),
      message('new', { day: 25 }),
      message('undated', {}),
      message('middle', { day: 24, headers: { Date: 'nonsense' } }),
    ]);

    expect(await idsOf(api, gmail)).toEqual(['new', 'middle', 'old', 'undated']);
    expect(await idsOf(api, gmail, { reverse: true })).toEqual(['undated', 'old', 'middle', 'new']);
    expect(await idsOf(api, gmail, { after: at(24), before: at(25) })).toEqual(['middle']);
  });

  test('finds a conversation, what somebody wrote, and what is unread in the inbox', async () => {
    await using api = await openApi(database, providers);
    const gmail = await linkGmail(api);
    await storeRecords(api, database.engine, gmail, 'EmailMessage', [
      message('question', {
        day: 25,
        threadId: 'plan',
        labelIds: ['INBOX'],
        headers: { From: 'Ben <Ben@Example.com>' },
      }),
      message('answer', { day: 24, threadId: 'plan', labelIds: ['SENT'], headers: { from: 'ada@example.com' } }),
      message('news', { day: 23, labelIds: ['INBOX', 'UNREAD'], headers: { From: 'news@example.com' } }),
      message('archived', { day: 22, labelIds: ['UNREAD'], headers: { From: '"Ben, again" <ben@example.com>' } }),
      message('from nobody', { day: 21 }),
    ]);

    expect(await idsOf(api, gmail, { thread: 'plan' })).toEqual(['question', 'answer']);
    expect(await idsOf(api, gmail, { from: 'BEN@example.com' })).toEqual(['question', 'archived']);
    expect(await idsOf(api, gmail, { isUnread: true })).toEqual(['news', 'archived']);
    expect(await idsOf(api, gmail, { isInInbox: true, isUnread: true })).toEqual(['news']);
    expect(await idsOf(api, gmail, { isInInbox: false, isUnread: false })).toEqual(['answer', 'from nobody']);
    expect(await idsOf(api, gmail, { thread: 'plan', from: 'ada@example.com' })).toEqual(['answer']);
    expect(await idsOf(api, gmail, { thread: null, from: 'nobody@example.com' })).toEqual([]);
  });

  test('follows a message that is read, archived and thrown away', async () => {
    await using api = await openApi(database, providers);
    const gmail = await linkGmail(api);
    const store = (labelIds: string[], historyId: string, deletedIds: string[] = []) => {
      const messages = labelIds.length === 0 ? [] : [message('one', { day: 24, labelIds, historyId })];
      return storeRecords(api, database.engine, gmail, 'EmailMessage', messages, deletedIds);
    };

    await store(['INBOX', 'UNREAD'], '10');
    expect(await idsOf(api, gmail, { isInInbox: true, isUnread: true })).toEqual(['one']);
    await store(['INBOX'], '11');
    expect(await idsOf(api, gmail, { isInInbox: true, isUnread: true })).toEqual([]);
    await store(['Label_1'], '12');
    expect(await idsOf(api, gmail, { isInInbox: false })).toEqual(['one']);
    await store([], '13', ['one']);
    expect(await idsOf(api, gmail)).toEqual([]);
    expect(await idsOf(api, gmail, { deleted: true })).toEqual(['one']);
  });

  test("finds nothing in another's mailbox", async () => {
    await using api = await openApi(database, providers);
    const gmail = await linkGmail(api);
    await storeRecords(api, database.engine, gmail, 'EmailMessage', [message('secret', { day: 24 })]);

    const stranger = await api.askAs(bob, MESSAGES, { id: gmail.id });

    expect(stranger.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await idsOf(api, gmail)).toEqual(['secret']);
  });
});

function linkGmail({ db }: Api): Promise<Row<'integration'>> {
  return addIntegration(db, { providerId: 'gmail' });
}

async function idsOf(api: Api, { id }: Row<'integration'>, given: object = {}): Promise<string[]> {
  const { data, errors } = await api.askAs(ada, MESSAGES, { id, ...given });
  expect(errors).toEqual([]);
  const { nodes, totalCount } = data.emailMessages as { nodes: { messageId: string }[]; totalCount: number };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ messageId }) => messageId);
}

interface Given {
  /** Of November 2026, at midnight UTC; without one Google has no time of it. */
  day?: number;
  headers?: Record<string, string>;
  threadId?: string;
  labelIds?: string[];
  historyId?: string;
}

function message(id: string, { day, headers = {}, ...given }: Given): object {
  return {
    id,
    threadId: id,
    historyId: '10',
    ...given,
    ...(day !== undefined && { internalDate: String(Date.parse(at(day))) }),
    payload: { headers: Object.entries(headers).map(([name, value]) => ({ name, value })) },
  };
}

function at(day: number): string {
  return `2026-11-${day}T00:00:00.000Z`;
}
