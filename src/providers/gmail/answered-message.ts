import type { GmailApi } from './gmail-api.js';
import { emailMessageRecord, headerOf } from './email-message.record.js';

/** What a message needs of the one that it answers. */
export interface AnsweredMessage {
  threadId: string;
  subject: string;
  /** Its Message-ID, with angle brackets; null where it has none. */
  inReplyTo: string | null;
  /** Message-IDs of the conversation so far, the last its own. */
  references: string[];
}

/**
 * Gmail joins a message to a conversation that it names and refers to, under the same subject.
 * @see https://developers.google.com/workspace/gmail/api/guides/threads#adding_drafts_and_messages_to_threads
 * @see https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4
 */
export async function readAnswered(api: GmailApi, id: string, signal: AbortSignal): Promise<AnsweredMessage> {
  const client = await api();
  const metadataHeaders = ['Subject', 'Message-ID', 'In-Reply-To', 'References'];
  const { data } = await client.users.messages.get(
    { userId: 'me', id, format: 'metadata', metadataHeaders },
    { signal },
  );
  const message = emailMessageRecord.parse(data);
  const [inReplyTo = null] = messageIdsIn(headerOf(message, 'Message-ID'));
  const before = messageIdsIn(headerOf(message, 'References'));
  const earlier = before.length > 0 ? before : messageIdsIn(headerOf(message, 'In-Reply-To'));
  return {
    threadId: message.threadId,
    subject: answerTo(headerOf(message, 'Subject') ?? ''),
    inReplyTo,
    references: inReplyTo === null ? earlier : [...earlier, inReplyTo],
  };
}

/** Whatever else a stranger wrote there goes into no header of ours. */
function messageIdsIn(header: string | null): string[] {
  return header?.match(/<[^<>\s]{1,250}>/g) ?? [];
}

function answerTo(subject: string): string {
  const line = subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return /^re:/i.test(line) ? line : `Re: ${line}`;
}
