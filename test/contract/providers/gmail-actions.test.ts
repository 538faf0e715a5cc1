// The official SDK before test/kit/gmail, a small server that answers as Gmail documents it.
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gmail } from '../../../src/providers/gmail/gmail.provider.js';
import type { ActionDefinition } from '../../../src/providers/provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { GmailServer, refusal } from '../../kit/gmail/gmail-server.js';
import { hubErrorOf } from '../../kit/read-model.js';

const actionOf = (name: string) => gmail.actions.find((action) => action.name === name) as ActionDefinition;
const sendEmail = actionOf('sendEmail');
const MAIL = { to: ['ben@example.com'], subject: 'Hello', text: 'Hi' };

describe('the actions of Gmail', () => {
  let server: GmailServer;

  beforeEach(async () => {
    server = await GmailServer.start();
  });

  afterEach(() => server[Symbol.asyncDispose]());

  const run = (action: ActionDefinition, input: object) =>
    action.run({
      api: gmail.createApi({ fetch: fetchWith('a-token'), apiUrl: server.url }),
      input: action.input.parse(input),
      idempotencyKey: null,
      signal: new AbortController().signal,
    });

  const send = (input: object) => run(sendEmail, { ...MAIL, ...input });

  const errorOf = async (work: Promise<unknown>) =>
    hubErrorOf(
      gmail,
      await work.then(
        () => null,
        (error: unknown) => error,
      ),
    );

  describe('sendEmail', () => {
    test('sends as the account’s default sender, and gives the ids', async () => {
      const sent = await send({});

      const mail = await PostalMime.parse(server.lastSent);
      expect(sent).toEqual({ messageId: 'sent-0', threadId: 'thread-sent-0' });
      expect(mail.from).toEqual({ name: 'Ada Lindqvist', address: 'ada@example.com' });
      expect(mail.headers.map(({ key }) => key).toSorted()).toEqual([
        'content-transfer-encoding',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
      ]);
    });

    test('names the conversation that it answers, and everything that it refers to', async () => {
      const headers = [
        { name: 'Subject', value: 'Lunch?' },
        { name: 'Message-Id', value: '<three@example.com>' },
        { name: 'References', value: '<one@example.com>\r\n <two@example.com>' },
      ];
      server.mailbox.add('m1', { payload: { headers } });

      const answer = await send({ subject: undefined, replyToMessageId: 'm1' });

      const mail = await PostalMime.parse(server.lastSent);
      expect(answer).toMatchObject({ threadId: 'thread-m1' });
      expect([mail.subject, mail.inReplyTo]).toEqual(['Re: Lunch?', '<three@example.com>']);
      expect(mail.references?.split(/\s+/)).toEqual(['<one@example.com>', '<two@example.com>', '<three@example.com>']);
    });

    test('refers to what the message answered that it answers, where that has no references', async () => {
      const headers = [
        { name: 'Subject', value: 'RE: Lunch?' },
        { name: 'Message-ID', value: '<two@example.com>' },
        { name: 'In-Reply-To', value: '<one@example.com>' },
      ];
      server.mailbox.add('m1', { payload: { headers } });

      await send({ subject: undefined, replyToMessageId: 'm1' });

      const mail = await PostalMime.parse(server.lastSent);
      expect([mail.subject, mail.references]).toEqual(['RE: Lunch?', '<one@example.com> <two@example.com>']);
    });

    test('takes no header from the message that it answers', async () => {
      const headers = [
        { name: 'Subject', value: 'Lunch?\r\nBcc: eve@example.com' },
        { name: 'Message-ID', value: '<one@example.com>\r\nBcc: eve@example.com' },
        { name: 'References', value: '<a@example.com\r\nBcc: eve@example.com>' },
      ];
      server.mailbox.add('m1', { payload: { headers } });

      await send({ subject: undefined, replyToMessageId: 'm1' });

      const mail = await PostalMime.parse(server.lastSent);
      expect(mail.bcc).toBeUndefined();
      expect([mail.subject, mail.references]).toEqual(['Re: Lunch? Bcc: eve@example.com', '<one@example.com>']);
    });

    test('answers nothing that is gone, and sends nothing then', async () => {
      const error = await errorOf(send({ replyToMessageId: 'gone' }));

      expect(error).toMatchObject({
        code: 'BAD_INPUT',
        message: 'Gmail has no such message. It may have been deleted.',
      });
      expect(server.asked.some(({ path }) => path === 'messages/send')).toBe(false);
    });

    test.each([
      [400, 'invalidArgument', /Check the addresses/],
      [413, 'uploadTooLarge', /smaller attachments/],
    ])('says what to do where Gmail refuses with %i %s', async (status, reason, message) => {
      server.instead = ({ path }) => (path === 'messages/send' ? refusal(status, reason) : null);

      expect(await errorOf(send({}))).toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(message) });
    });
  });

  describe('sendEmail refuses', () => {
    const attached = (bytes: number) => ({
      filename: 'a.bin',
      contentType: 'application/octet-stream',
      content: Buffer.alloc(bytes).toString('base64'),
    });

    test.each<[string, object, string]>([
      ['a subject of two lines', { subject: 'Hi\r\nBcc: eve@example.com' }, 'subject'],
      ['a subject with a line separator', { subject: 'Hi\u2028there' }, 'subject'],
      ['an address with a header in it', { to: ['ben@example.com\r\nBcc: eve@example.com'] }, 'to.0'],
      ['two addresses in one', { cc: ['ben@example.com, eve@example.com'] }, 'cc.0'],
      ['an address without a domain', { bcc: ['ben'] }, 'bcc.0'],
      ['nobody', { to: [] }, 'to'],
      ['more people than Gmail takes', { bcc: Array.from({ length: 500 }, (_, n) => `p${n}@example.com`) }, 'to'],
      ['no body', { text: undefined }, 'text'],
      ['no subject where nothing is answered', { subject: undefined }, 'subject'],
      [
        'an attachment’s name of two lines',
        { attachments: [{ ...attached(1), filename: 'a\nb' }] },
        'attachments.0.filename',
      ],
      [
        'a type with a header in it',
        { attachments: [{ ...attached(1), contentType: 'a/b\r\nX: y' }] },
        'attachments.0.contentType',
      ],
      [
        'a message as an attachment',
        { attachments: [{ ...attached(1), contentType: 'message/rfc822' }] },
        'attachments.0.contentType',
      ],
      ['what is no base64', { attachments: [{ ...attached(1), content: '/etc/passwd?' }] }, 'attachments.0.content'],
      [
        'attachments of more than 700 KiB',
        { attachments: [attached(400 * 1024), attached(301 * 1024)] },
        'attachments',
      ],
      ['an id that leads elsewhere', { replyToMessageId: '../labels' }, 'replyToMessageId'],
    ])('%s', (_, input, place) => {
      const parsed = sendEmail.input.safeParse({ ...MAIL, ...input });

      expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(place);
    });

    test('nothing of a message that is as large as can be', () => {
      expect(sendEmail.input.safeParse({ ...MAIL, attachments: [attached(700 * 1024)] }).success).toBe(true);
    });
  });

  describe('getMessage', () => {
    const getMessage = actionOf('getMessage');
    const base64 = (content: Buffer | string) => Buffer.from(content).toString('base64url');
    const part = (mimeType: string, content: Buffer | string, more = {}) => ({
      mimeType,
      filename: '',
      body: { size: content.length, data: base64(content) },
      ...more,
    });

    test('finds text and HTML however deep, and what is attached', async () => {
      server.mailbox.add('m1', {
        payload: {
          mimeType: 'multipart/mixed',
          parts: [
            {
              mimeType: 'multipart/related',
              parts: [
                {
                  mimeType: 'multipart/alternative',
                  parts: [part('text/plain', 'Grüße'), part('text/html', '<p>Grüße</p>')],
                },
                { mimeType: 'image/png', filename: 'logo.png', body: { attachmentId: 'a1', size: 70 } },
              ],
            },
            part('text/plain', 'To leave the list …'),
            part('text/plain', 'a file', { filename: 'notes.txt' }),
            {
              mimeType: 'message/rfc822',
              filename: 'fwd.eml',
              body: { size: 9 },
              parts: [part('text/plain', 'inner')],
            },
          ],
        },
      });

      expect(await run(getMessage, { messageId: 'm1' })).toEqual({
        messageId: 'm1',
        threadId: 'thread-m1',
        text: 'Grüße\nTo leave the list …',
        html: '<p>Grüße</p>',
        attachments: [
          { filename: 'logo.png', mimeType: 'image/png', sizeBytes: 70 },
          { filename: 'notes.txt', mimeType: 'text/plain', sizeBytes: 6 },
          { filename: 'fwd.eml', mimeType: 'message/rfc822', sizeBytes: 9 },
        ],
      });
    });

    test('asks for a long body that Gmail keeps apart', async () => {
      server.mailbox.keepApart('long', 'A long story');
      server.mailbox.add('m1', { payload: { mimeType: 'text/plain', body: { attachmentId: 'long', size: 12 } } });

      expect(await run(getMessage, { messageId: 'm1' })).toMatchObject({ text: 'A long story', html: null });
    });

    test.each([
      ['iso-8859-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'Grüße'],
      ['utf-8', Buffer.from('Grüße'), 'Grüße'],
      ['no-such-charset', Buffer.from([0x47, 0xfc]), 'G\ufffd'],
    ])('reads text in %s', async (charset, content, text) => {
      const headers = [{ name: 'Content-Type', value: `text/plain; charset="${charset}"` }];
      server.mailbox.add('m1', { payload: part('text/plain', content, { headers }) });

      expect(await run(getMessage, { messageId: 'm1' })).toMatchObject({ text });
    });
  });
});
