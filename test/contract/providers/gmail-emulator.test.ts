import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gmail } from '../../../src/providers/gmail/gmail.provider.js';
import { EmailMessage } from '../../../src/providers/gmail/email-message.type.js';
import type { ActionDefinition } from '../../../src/providers/provider.js';
import { Emulators, fetchWith } from '../../kit/emulators.js';
import { readAll } from '../../kit/read-model.js';

const ADA = 'ada.lindqvist@acorn.example';
const BEN = 'ben.okafor@acorn.example';

const actionOf = (name: string) => gmail.actions.find((action) => action.name === name) as ActionDefinition;

describe('Gmail at the emulator', () => {
  let emulators: Emulators;
  let reading: Parameters<typeof readAll>[0];

  beforeAll(async () => {
    emulators = await Emulators.start();
    const { access_token } = await emulators.connect('gmail', ADA);
    const { apiUrl } = emulators.provider('gmail').endpoints;
    reading = { provider: gmail, model: 'EmailMessage', fetch: fetchWith(String(access_token)), apiUrl };
  });

  afterAll(() => emulators[Symbol.asyncDispose]());

  const run = (name: string, input: object) => {
    const action = actionOf(name);
    const signal = new AbortController().signal;
    return action.run({
      api: gmail.createApi(reading),
      input: action.input.parse(input),
      idempotencyKey: null,
      signal,
    });
  };

  const send = (input: object) => run('sendEmail', input) as Promise<{ messageId: string; threadId: string }>;

  /** As it lies in the mailbox. */
  const lookUp = async (path: string, method = 'GET', body?: object): Promise<Record<string, unknown>> => {
    const answer = await reading.fetch(`${reading.apiUrl}gmail/v1/users/me/messages/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  };

  const rawOf = async (id: string) => Buffer.from(String((await lookUp(`${id}?format=raw`))['raw']), 'base64url');

  test('knows the account by its address', async () => {
    expect(await gmail.identify(gmail.createApi(reading))).toEqual({ externalId: ADA, label: ADA });
  });

  test('reads the mail of the person who consented', async () => {
    const { records } = await readAll(reading);

    const row = { id: 'rec_1', data: JSON.stringify([...records.values()].at(-1)) } as never;
    const message = new EmailMessage(row);
    expect(records.size).toBe(24);
    expect([message.subject, message.from, message.to, message.isUnread, message.labelIds]).toEqual([
      'Photos of the summer party',
      { name: expect.any(String), address: expect.stringMatching(/@acorn\.example$/) },
      [{ name: 'Ada Lindqvist', address: ADA }],
      false,
      ['INBOX'],
    ]);
    expect(message.snippet).toMatch(/^Hi Ada, can you have a look at this\?/);
  });

  test('finds what came, what changed its labels, and what is gone', async () => {
    const { records, cursor } = await readAll(reading);
    const [first, second, third] = [...records.keys()];
    const { messageId } = await send({ to: [BEN], subject: 'New', text: 'Hello' });
    await lookUp(`${first}/modify`, 'POST', { addLabelIds: ['STARRED'] });
    await lookUp(`${second}/trash`, 'POST');
    await lookUp(String(third), 'DELETE');

    const found = await readAll(reading, { kind: 'INCREMENTAL', cursor });

    expect([...found.records.keys()].toSorted()).toEqual([String(first), messageId].toSorted());
    expect(found.records.get(String(first))).toMatchObject({ labelIds: expect.arrayContaining(['STARRED']) });
    expect(found.deletedIds.toSorted()).toEqual([String(second), String(third)].toSorted());
  });

  test('sends from the account, in any letters, to everybody', async () => {
    const { messageId } = await send({
      to: [BEN, 'chiara.rossi@acorn.example'],
      cc: ['daniel.weber@acorn.example'],
      bcc: ['emma.laurent@acorn.example'],
      subject: 'Grüße aus Zürich – 世界 🔑, und noch viel mehr als in eine Zeile passt',
      text: 'Schöne Grüße!\n世界',
      html: '<p>Schöne Grüße!<br>世界</p>',
      attachments: [
        { filename: 'Bericht März.txt', contentType: 'text/plain', content: Buffer.from('Zahlen').toString('base64') },
      ],
    });

    const raw = await rawOf(messageId);
    const mail = await PostalMime.parse(raw);
    const addresses = (list: { address?: string }[] = []) => list.map(({ address }) => address);
    expect(mail.from).toMatchObject({ address: ADA });
    expect(addresses(mail.to)).toEqual([BEN, 'chiara.rossi@acorn.example']);
    expect(addresses(mail.cc)).toEqual(['daniel.weber@acorn.example']);
    expect(addresses(mail.bcc)).toEqual(['emma.laurent@acorn.example']);
    expect(mail.subject).toBe('Grüße aus Zürich – 世界 🔑, und noch viel mehr als in eine Zeile passt');
    expect([mail.text?.trim(), mail.html?.trim()]).toEqual(['Schöne Grüße!\n世界', '<p>Schöne Grüße!<br>世界</p>']);
    expect(mail.attachments).toMatchObject([{ filename: 'Bericht März.txt', mimeType: 'text/plain' }]);
    expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString()).toBe('Zahlen');
    expect(raw.toString('latin1')).not.toMatch(/[^\r]\n|[^\p{ASCII}]/u);
  });

  test('answers in the conversation', async () => {
    const { records } = await readAll(reading);
    const asked = [...records.values()].find(({ labelIds }) => String(labelIds).includes('INBOX')) ?? {};

    const answer = await send({ to: [BEN], text: 'Yes.', replyToMessageId: asked['id'] });

    const mail = await PostalMime.parse(await rawOf(answer.messageId));
    const { headers } = asked['payload'] as { headers: { name: string; value: string }[] };
    const messageId = headers.find(({ name }) => name === 'Message-ID')?.value;
    expect(answer.threadId).toBe(asked['threadId']);
    expect(mail.subject).toMatch(/^Re: /);
    expect([mail.inReplyTo, mail.references]).toEqual([messageId, messageId]);
  });

  test('reads the body of a message that was sent, and the names of its attachments', async () => {
    const attachment = { filename: 'a.bin', content: Buffer.from([0, 1, 2]).toString('base64') };
    const { messageId, threadId } = await send({
      to: [BEN],
      subject: 'Both',
      text: 'plain',
      html: '<b>rich</b>',
      attachments: [attachment],
    });

    expect(await run('getMessage', { messageId })).toEqual({
      messageId,
      threadId,
      text: expect.stringMatching(/^plain\s*$/),
      html: expect.stringMatching(/^<b>rich<\/b>\s*$/),
      attachments: [{ filename: 'a.bin', mimeType: 'application/octet-stream', sizeBytes: 3 }],
    });
  });

  test('watches the mailbox, and stops', async () => {
    const subscriptions = gmail.webhook?.subscriptions;
    const api = gmail.createApi(reading);
    const about = { api, subject: '', url: 'https://hub.example/', secret: 's', id: 'sub_1' };

    const made = await subscriptions?.create({ ...about, topic: 'projects/acme/topics/gmail' });

    expect(made).toMatchObject({ externalId: 'me', resource: 'projects/acme/topics/gmail' });
    expect(Math.abs((made?.expiresAt ?? 0) - Date.now() - 86_400_000)).toBeLessThan(60_000);
    await subscriptions?.remove({ api, subscription: { subject: '', externalId: 'me', resource: null } });
  });
});
