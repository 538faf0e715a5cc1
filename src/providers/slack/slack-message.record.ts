import { z } from 'zod';
import { microsecondsOf, slackTs } from './slack-ts.js';

/**
 * A message as Slack sends it, and the channel it was said in.
 * @see https://docs.slack.dev/reference/events/message
 */
export const slackMessageRecord = z.looseObject({
  channel: z.string().min(1),
  ts: slackTs,
  subtype: z.string().optional(),
  text: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  /** Of the message that the thread began with; that one names itself. */
  thread_ts: slackTs.optional(),
  edited: z.looseObject({ ts: slackTs }).optional(),
});

export type SlackMessageRecord = z.output<typeof slackMessageRecord>;

/** A ts is unique within its channel only. */
export function messageIdOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

/** When it was edited last, or sent; Unix microseconds. */
export function messageVersionOf({ ts, edited }: SlackMessageRecord): number {
  return microsecondsOf(edited?.ts ?? ts);
}

/** Subtypes of what somebody says; the others are Slack's notices of who came, left or renamed the channel. */
const SAID = new Set([undefined, 'bot_message', 'file_share', 'me_message', 'thread_broadcast']);

/** Whether it is something that a person or a bot said. */
export function isSaid({ subtype }: { subtype?: string | undefined }): boolean {
  return SAID.has(subtype);
}

/** Whether it only marks where a message was that is gone, while the replies to it are still there. */
export function isTombstone({ subtype }: { subtype?: string | undefined }): boolean {
  return subtype === 'tombstone';
}
