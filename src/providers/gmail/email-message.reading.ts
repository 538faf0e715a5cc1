import { defineReading } from '../provider.js';
import type { EmailMessage } from './email-message.type.js';

/** By Google's time, as Gmail sorts them: what a sender says of its own may be missing, or years ahead. */
export const emailMessageReading = defineReading<EmailMessage>({
  query: 'emailMessages',
  description: 'Messages of a Gmail mailbox, the newest first.',
  version: 1,
  filters: {
    threadId: { description: 'Of this conversation.' },
    fromAddress: { description: 'Written by whoever has this address.', ignoresCase: true },
    isUnread: { description: 'Only unread ones, or none of them.' },
    isInInbox: { description: 'Only what lies in the inbox, or only what does not.' },
  },
  order: {
    by: (message) => message.receivedAt,
    direction: 'DESC',
    after: 'receivedAfter',
    before: 'receivedBefore',
  },
});
