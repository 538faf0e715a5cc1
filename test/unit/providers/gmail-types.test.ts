import { describe, expect, test } from 'vitest';
import { EmailMessage } from '../../../src/providers/gmail/email-message.type.js';

const messageOf = (headers: Record<string, string>, more: object = {}) =>
  new EmailMessage({
    id: 'rec_1',
    data: JSON.stringify({
      id: '18c2',
      threadId: '18c1',
      historyId: '9',
      payload: { mimeType: 'text/plain', headers: Object.entries(headers).map(([name, value]) => ({ name, value })) },
      ...more,
    }),
  } as never);

describe('an e-mail', () => {
  test('has people with and without names, and the members of groups', () => {
    const message = messageOf({
      From: '"Lindqvist, Ada" <ada@example.com>',
      To: 'ben@example.com, Chiara Rossi <chiara@example.com>',
      cc: 'Team: daniel@example.com, Emma <emma@example.com>;',
    });

    expect(message.from).toEqual({ name: 'Lindqvist, Ada', address: 'ada@example.com' });
    expect(message.to).toEqual([
      { name: null, address: 'ben@example.com' },
      { name: 'Chiara Rossi', address: 'chiara@example.com' },
    ]);
    expect(message.cc.map(({ address }) => address)).toEqual(['daniel@example.com', 'emma@example.com']);
    expect(message.bcc).toEqual([]);
  });

  test('has its times, its size and its id among all mail', () => {
    const message = messageOf(
      { Date: 'Mon, 5 Jan 2026 10:00:00 +0100', 'Message-Id': '<one@example.com>', Subject: 'Hi' },
      { internalDate: '1767603661000', sizeEstimate: 2048 },
    );

    expect([message.sentAt, message.receivedAt]).toEqual([
      new Date('2026-01-05T09:00:00Z'),
      new Date('2026-01-05T09:01:01Z'),
    ]);
    expect([message.messageIdHeader, message.subject, message.sizeEstimate]).toEqual(['<one@example.com>', 'Hi', 2048]);
  });

  test('shows the first words as they were written', () => {
    const { snippet } = messageOf({}, { snippet: 'Tom &amp; Ana&#39;s &lt;b&gt; &amp;lt; &quot;ok&quot;' });

    expect(snippet).toBe(`Tom & Ana's <b> &lt; "ok"`);
  });

  test('is unread, and may have attachments, as its labels and its type say', () => {
    const mixed = messageOf({}, { labelIds: ['INBOX', 'UNREAD'], payload: { mimeType: 'multipart/mixed' } });
    const plain = messageOf({});

    expect([mixed.isUnread, mixed.hasAttachments]).toEqual([true, true]);
    expect([plain.isUnread, plain.hasAttachments, plain.labelIds]).toEqual([false, false, []]);
  });

  test('has nothing where there is nothing to read', () => {
    const message = messageOf({ From: '', Date: 'some day', Subject: '' }, { internalDate: 'x' });

    expect([message.from, message.to, message.subject, message.snippet]).toEqual([null, [], null, null]);
    expect([message.sentAt, message.receivedAt, message.sizeEstimate]).toEqual([null, null, null]);
  });
});
