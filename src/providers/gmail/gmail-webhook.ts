import { z } from 'zod';
import { googlePubsubScheme } from '../../platform/signatures/google-pubsub-scheme.js';
import { readJson, type WebhookDefinition, type WebhookReading } from '../provider.js';
import type { GmailApi } from './gmail-api.js';
import { gmailWatch } from './gmail-watch.js';

/** As Pub/Sub wraps it. @see https://docs.cloud.google.com/pubsub/docs/push#receive_push */
const envelope = z.object({
  message: z.object({ data: z.base64(), messageId: z.string().min(1).max(255) }),
});

/** @see https://developers.google.com/workspace/gmail/api/guides/push#receiving_notifications */
const notification = z.object({
  emailAddress: z.string().min(1),
  historyId: z.union([z.string(), z.number()]),
});

const CHANGED = 'mailbox.changed';
const UNREADABLE = 'This is no notification of Gmail as Pub/Sub wraps it.';

/**
 * Notifications of Pub/Sub, which say that a mailbox changed: the history says how. The secret that proves them is
 * the address of the service account that the push subscription signs as.
 */
export const gmailWebhook: WebhookDefinition<GmailApi> = {
  scheme: googlePubsubScheme(),
  read,
  changes: () => [{ model: 'EmailMessage', poll: true }],
  subscriptions: gmailWatch,
  samples: { [CHANGED]: ({ account, now }) => ({ body: sampleOf(account, now) }) },
};

function read({ body }: Parameters<WebhookDefinition['read']>[0]): WebhookReading {
  const { data, messageId } = readJson(body, envelope, UNREADABLE).message;
  const { emailAddress } = readJson(Buffer.from(data, 'base64'), notification, UNREADABLE);
  return { kind: 'EVENT', id: messageId, isIdInBody: true, type: CHANGED, accounts: [emailAddress] };
}

function sampleOf(emailAddress: string, now: number): object {
  const data = Buffer.from(JSON.stringify({ emailAddress, historyId: 9876543210 })).toString('base64');
  return {
    message: { data, messageId: '2070443601311540', publishTime: new Date(now).toISOString() },
    subscription: 'projects/acme/subscriptions/gmail',
  };
}
