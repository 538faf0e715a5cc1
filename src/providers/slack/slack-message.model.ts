import { defineModel, defineReading } from '../provider.js';
import { slackMessageCheckpoint, slackMessageCursor, slackMessagePages } from './slack-message-pages.js';
import { messageIdOf, messageVersionOf, slackMessageRecord } from './slack-message.record.js';
import { SlackMessage } from './slack-message.type.js';

/** What was said within the last 90 days in the public channels that the app is in. */
export const slackMessageModel = defineModel({
  name: 'SlackMessage',
  record: slackMessageRecord,
  cursor: slackMessageCursor,
  checkpoint: slackMessageCheckpoint,
  type: SlackMessage,
  reading: defineReading<SlackMessage>({
    query: 'slackMessages',
    description: 'Messages of a Slack workspace, the newest first.',
    version: 1,
    filters: {
      threadTs: { description: 'Of the thread that the message with this ts began, itself included.' },
      channelId: { description: 'Of this channel.' },
      userId: { description: 'Said by this user.' },
    },
    order: { by: (message) => message.sentAt, direction: 'DESC', after: 'sentAfter', before: 'sentBefore' },
    references: {
      channel: { description: 'Where it was said.', to: 'SlackChannel', by: 'channelId' },
      user: { description: 'Who said it.', to: 'SlackUser', by: 'userId' },
    },
  }),
  idOf: ({ channel, ts }) => messageIdOf(channel, ts),
  versionOf: messageVersionOf,
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: slackMessagePages,
});
