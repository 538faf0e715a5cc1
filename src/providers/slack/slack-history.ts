import type { WebAPICallResult, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { CursorExpired } from '../provider.js';
import { slackWordOf } from './slack-error.js';
import { PAGE_SIZE } from './slack-pages.js';
import { slackTs } from './slack-ts.js';

const messagesAnswer = z.object({
  messages: z.array(
    z.looseObject({
      ts: slackTs,
      subtype: z.string().optional(),
      reply_count: z.number().optional(),
      latest_reply: slackTs.optional(),
    }),
  ),
});

export type HistoryMessage = z.output<typeof messagesAnswer>['messages'][number];

export interface HistoryPage {
  messages: readonly HistoryMessage[];
  /** Of the next page; null on the last. */
  next: string | null;
}

export interface HistoryRequest {
  channel: string;
  /** Left out is what was said before. */
  oldest: string;
  /** Empty for the first page. */
  cursor: string;
}

/** What is gone since it was listed has nothing to read. */
const GONE = new Set(['channel_not_found', 'not_in_channel', 'thread_not_found']);

/**
 * A page of what was said in a channel, the newest first; of a thread only its first message.
 * @throws CursorExpired where Slack no longer takes the cursor.
 * @see https://docs.slack.dev/reference/methods/conversations.history
 */
export function readHistory(client: WebClient, { channel, oldest, cursor }: HistoryRequest): Promise<HistoryPage> {
  return read(client.conversations.history({ channel, oldest, limit: PAGE_SIZE, ...(cursor && { cursor }) }));
}

/**
 * A page of the replies to a message.
 * @param request `thread` is the ts of that message, which Slack repeats on each page and is left out here.
 * @throws CursorExpired where Slack no longer takes the cursor.
 * @see https://docs.slack.dev/reference/methods/conversations.replies
 */
export async function readReplies(
  client: WebClient,
  { channel, oldest, cursor, thread }: HistoryRequest & { thread: string },
): Promise<HistoryPage> {
  const { messages, next } = await read(
    client.conversations.replies({ channel, ts: thread, oldest, limit: PAGE_SIZE, ...(cursor && { cursor }) }),
  );
  return { messages: messages.filter(({ ts }) => ts !== thread), next };
}

async function read(call: Promise<WebAPICallResult>): Promise<HistoryPage> {
  try {
    const answer = await call;
    return { ...messagesAnswer.parse(answer), next: answer.response_metadata?.next_cursor || null };
  } catch (error) {
    const word = slackWordOf(error);
    if (word === 'invalid_cursor') throw new CursorExpired('Slack no longer takes the cursor.');
    if (word !== null && GONE.has(word)) return { messages: [], next: null };
    throw error;
  }
}
