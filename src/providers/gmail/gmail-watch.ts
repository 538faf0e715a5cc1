import { z } from 'zod';
import { HubError } from '../../platform/errors/hub-error.js';
import type { WebhookSubscriptions } from '../provider.js';
import type { GmailApi } from './gmail-api.js';

/** Google asks for a new watch each day, though one lives for a week. */
const DAY_MS = 86_400_000;

const TOPIC = /^projects\/[\w.:-]+\/topics\/[\w.~+%-]+$/;

/** Epoch milliseconds, as digits. */
const watch = z.object({ expiration: z.coerce.number().int().positive() });

/**
 * Has Gmail tell the operator's topic when the mailbox changes. An account has one watch; a new one takes its place,
 * so that none has to be renewed. That is done each day: where the account is linked twice, unlinking it once stops
 * the watch of both.
 * @see https://developers.google.com/workspace/gmail/api/guides/push#renewing_mailbox_watch
 */
export const gmailWatch: WebhookSubscriptions<GmailApi> = {
  needsTopic: true,
  subjects: () => Promise.resolve(['']),
  async create({ api, topic }) {
    const topicName = checkTopic(topic);
    const client = await api();
    const { data } = await client.users.watch({ userId: 'me', requestBody: { topicName } });
    const { expiration } = watch.parse(data);
    return { externalId: 'me', resource: topicName, expiresAt: Math.min(expiration, Date.now() + DAY_MS) };
  },
  async remove({ api }) {
    const client = await api();
    await client.users.stop({ userId: 'me' });
  },
};

function checkTopic(topic: string | undefined): string {
  if (topic !== undefined && TOPIC.test(topic)) return topic;
  throw new HubError(
    'PROVIDER_REJECTED',
    'Gmail tells of changes only to a Pub/Sub topic, and this service has none. Whoever runs it has to name one, projects/<project>/topics/<topic> (GMAIL_WEBHOOK_TOPIC); until then changes come with the scheduled syncs.',
  );
}
