import { defineModel } from '../provider.js';
import { emailMessageCheckpoint, emailMessageCursor, emailMessagePages } from './email-message-pages.js';
import { emailMessageReading } from './email-message.reading.js';
import { emailMessageRecord, messageVersionOf } from './email-message.record.js';
import { EmailMessage } from './email-message.type.js';

/** Messages of the last 90 days, received and sent. */
export const emailMessageModel = defineModel({
  name: 'EmailMessage',
  record: emailMessageRecord,
  cursor: emailMessageCursor,
  checkpoint: emailMessageCheckpoint,
  type: EmailMessage,
  reading: emailMessageReading,
  idOf: ({ id }) => id,
  versionOf: messageVersionOf,
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: emailMessagePages,
});
