import { z } from 'zod';
import type { JoinedChannel } from './joined-channels.js';
import type { HistoryPage } from './slack-history.js';
import { slackTs } from './slack-ts.js';

/** Where the reading of messages stands. */
export const slackMessagePlace = z.object({
  channelId: z.string(),
  /** Cursor of the next page of what was said in the channel: empty at the first, null where all are read. */
  history: z.string().nullable(),
  /** Messages read so far whose replies come before that page. */
  threads: z.array(slackTs),
  /** Cursor in the first of these threads; empty at its beginning. */
  replies: z.string(),
});

export type SlackMessagePlace = z.output<typeof slackMessagePlace>;

/** The first page of the first channel whose id is not before; null where there is none. */
export function beginningAt(channels: readonly JoinedChannel[], channelId: string): SlackMessagePlace | null {
  const channel = channels.find(({ id }) => id >= channelId);
  return channel === undefined ? null : { channelId: channel.id, history: '', threads: [], replies: '' };
}

/** Where an interrupted run goes on: in the same channel, or in the next where that one is gone. */
export function resumingAt(channels: readonly JoinedChannel[], place: SlackMessagePlace): SlackMessagePlace | null {
  const { channelId, history, threads, replies } = place;
  const isThere = channels.some(({ id }) => id === channelId);
  return isThere ? { channelId, history, threads, replies } : beginningAt(channels, channelId);
}

/**
 * The place after a page that was read at one; null after the last.
 * @param threads Messages of the page whose replies are to be read.
 */
export function placeAfter(
  place: SlackMessagePlace,
  page: HistoryPage,
  threads: string[],
  channels: readonly JoinedChannel[],
): SlackMessagePlace | null {
  const after = place.threads.length === 0 ? { ...place, history: page.next, threads } : afterReplies(place, page);
  if (after.history !== null || after.threads.length > 0) return after;
  const next = channels.find(({ id }) => id > place.channelId);
  return next === undefined ? null : beginningAt(channels, next.id);
}

function afterReplies(place: SlackMessagePlace, { next }: HistoryPage): SlackMessagePlace {
  return next === null ? { ...place, threads: place.threads.slice(1), replies: '' } : { ...place, replies: next };
}
