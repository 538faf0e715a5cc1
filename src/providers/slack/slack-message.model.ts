import { defineModel } from '../provider.js';
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
  idOf: ({ channel, ts }) => messageIdOf(channel, ts),
  versionOf: messageVersionOf,
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: slackMessagePages,
});
