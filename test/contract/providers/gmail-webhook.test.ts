import { describe, expect, test } from 'vitest';
import { gmail } from '../../../src/providers/gmail/gmail.provider.js';
import { WebhookUnreadable, type WebhookDefinition } from '../../../src/providers/provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { GmailServer } from '../../kit/gmail/gmail-server.js';
import { changesOf } from '../../kit/webhook-changes.js';

const webhook = gmail.webhook as WebhookDefinition;

/** As in https://developers.google.com/workspace/gmail/api/guides/push#receiving_notifications. */
const DOCUMENTED = {
  message: {
    data: 'eyJlbWFpbEFkZHJlc3MiOiAidXNlckBleGFtcGxlLmNvbSIsICJoaXN0b3J5SWQiOiAiMTIzNDU2Nzg5MCJ9',
    messageId: '2070443601311540',
    message_id: '2070443601311540',
    publishTime: '2021-02-26T19:13:55.749Z',
  },
  subscription: 'projects/myproject/subscriptions/mysubscription',
};

const deliveryOf = (body: unknown) => ({
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  url: 'https://hub.example/webhooks/gmail',
});

const wrapped = (notification: string) => ({
  message: { data: Buffer.from(notification).toString('base64'), messageId: '1' },
});

describe("Gmail's notifications", () => {
  test('are for the account that they name, and known by the id of Pub/Sub', () => {
    expect(webhook.read(deliveryOf(DOCUMENTED))).toEqual({
      kind: 'EVENT',
      id: '2070443601311540',
      isIdInBody: true,
      type: 'mailbox.changed',
      accounts: ['user@example.com'],
    });
  });

  test('ask for one run, which the history answers', async () => {
    expect(await changesOf(gmail, deliveryOf(DOCUMENTED))).toEqual([{ model: 'EmailMessage', poll: true }]);
  });

  test('are read as the samples have them, with a history id that is a number', () => {
    const { body } = webhook.samples?.['mailbox.changed']?.({ account: 'ada@example.com', now: 0 }) ?? { body: null };

    expect(webhook.read(deliveryOf(body))).toMatchObject({ type: 'mailbox.changed', accounts: ['ada@example.com'] });
  });

  test.each([
    ['no JSON', 'hello'],
    ['no envelope', { emailAddress: 'ada@example.com', historyId: 1 }],
    ['nothing in it', wrapped('{}')],
    ['something else in it', wrapped('hello')],
  ])('are no notifications with %s', (_, body) => {
    expect(() => webhook.read(deliveryOf(body))).toThrow(WebhookUnreadable);
  });

  test.each([undefined, 'gmail', 'projects/acme/topics/'])('are not asked for without a topic (%s)', async (topic) => {
    const create = Promise.resolve(
      webhook.subscriptions?.create({ api: null, subject: '', url: '', secret: '', id: 'sub_1', topic }),
    );

    await expect(create).rejects.toMatchObject({
      code: 'PROVIDER_REJECTED',
      message: expect.stringContaining('GMAIL_WEBHOOK_TOPIC'),
    });
  });

  test('are asked for, one watch an account, and asked for again within a day', async () => {
    await using server = await GmailServer.start();
    const api = gmail.createApi({ fetch: fetchWith('a-token'), apiUrl: server.url });
    const topic = 'projects/acme/topics/gmail';

    const subjects = await webhook.subscriptions?.subjects(api);
    const made = await webhook.subscriptions?.create({ api, subject: '', url: '', secret: '', id: 'sub_1', topic });
    const watchedBy = server.watchedBy;
    await webhook.subscriptions?.remove({ api, subscription: { subject: '', externalId: 'me', resource: topic } });

    expect([subjects, watchedBy, server.watchedBy]).toEqual([[''], topic, null]);
    expect(made).toEqual({ externalId: 'me', resource: topic, expiresAt: expect.any(Number) });
    expect(made?.expiresAt).toBeLessThanOrEqual(Date.now() + 86_400_000);
  });
});
