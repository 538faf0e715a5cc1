import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Page, PageRequest } from '../provider.js';
import { joinedChannels, type JoinedChannel } from './joined-channels.js';
import type { SlackApi } from './slack-api.js';
import { readHistory, readReplies, type HistoryMessage, type HistoryPage } from './slack-history.js';
import {
  beginningAt,
  placeAfter,
  resumingAt,
  slackMessagePlace,
  type SlackMessagePlace,
} from './slack-message-place.js';
import { isSaid, isTombstone, messageIdOf } from './slack-message.record.js';
import { laterOf, millisecondsOf, slackTs, tsAt } from './slack-ts.js';

const DAY_MS = 86_400_000;

/** How far back a channel is read: as far as Slack shows its history without a paid plan. */
const HISTORY_MS = 90 * DAY_MS;

/** How far an incremental run reads back behind the newest that is known. */
const LOOKBACK_MS = DAY_MS;

/** Channel id → ts of the newest that was said in it. Names every channel that was read. */
const newestIn = z.record(z.string(), slackTs);

export const slackMessageCursor = z.object({ newestIn });

export const slackMessageCheckpoint = slackMessagePlace.extend({
  /** Where the reading of a channel that is new to the hub begins. */
  since: slackTs,
  newestIn,
});

type Cursor = z.output<typeof slackMessageCursor>;
type Checkpoint = z.output<typeof slackMessageCheckpoint>;
type Request = PageRequest<SlackApi, Cursor, Checkpoint>;

/**
 * What was said in the public channels that the app is in, channel by channel in the order of their ids;
 * after each page, the replies to its messages.
 *
 * - A full run reads 90 days. What is older leaves the hub with it.
 * - An incremental run reads each channel from a day before the newest that is known: it finds edits of what
 *   was said in that day, and new replies to it. Later edits and replies, and whatever was deleted, come by
 *   events, or with a full run.
 * - What was said in a channel that the app has left is kept until a full run.
 *
 * @throws CursorExpired where Slack no longer takes the place at which an interrupted run goes on.
 */
export async function* slackMessagePages(request: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  const { api, cursor, checkpoint, signal } = request;
  const client = await api();
  const channels = channelsToRead(await joinedChannels(client, signal), cursor);
  const since = checkpoint?.since ?? tsAt(Date.now() - HISTORY_MS);
  const newest = { ...(checkpoint ?? cursor)?.newestIn };
  let place = checkpoint === null ? beginningAt(channels, '') : resumingAt(channels, checkpoint);
  if (place === null) yield { records: [], checkpoint: null, cursor: { newestIn: newest } };

  while (place !== null) {
    signal.throwIfAborted();
    const { channelId }: SlackMessagePlace = place;
    const known = cursor?.newestIn[channelId];
    const page: HistoryPage = await readAt(client, place, known === undefined ? since : lookBackFrom(known));
    newest[channelId] = page.messages.map(lastMomentOf).reduce(laterOf, newest[channelId] ?? since);
    place = placeAfter(place, page, threadsToRead(page, known), channels);
    const found = sort(channelId, page);
    if (place === null) yield { ...found, checkpoint: null, cursor: { newestIn: newest } };
    else yield { ...found, checkpoint: { ...place, since, newestIn: { ...newest } } };
  }
}

/** In an archived channel nothing more is said. */
function channelsToRead(joined: readonly JoinedChannel[], cursor: Cursor | null): JoinedChannel[] {
  return joined.filter(({ id, is_archived }) => !is_archived || cursor?.newestIn[id] === undefined);
}

function readAt(client: WebClient, place: SlackMessagePlace, oldest: string): Promise<HistoryPage> {
  const { channelId: channel, history, threads, replies } = place;
  const [thread] = threads;
  return thread === undefined
    ? readHistory(client, { channel, oldest, cursor: history ?? '' })
    : readReplies(client, { channel, oldest, cursor: replies, thread });
}

function lookBackFrom(ts: string): string {
  return tsAt(millisecondsOf(ts) - LOOKBACK_MS);
}

/** When it was said, or when it was answered last. */
function lastMomentOf({ ts, latest_reply: reply }: HistoryMessage): string {
  return reply === undefined ? ts : laterOf(ts, reply);
}

/** Messages that have replies which are not known. */
function threadsToRead({ messages }: HistoryPage, known: string | undefined): string[] {
  return messages
    .filter(({ reply_count: replies = 0 }) => replies > 0)
    .filter(({ latest_reply: latest }) => known === undefined || latest === undefined || latest > known)
    .map(({ ts }) => ts);
}

function sort(channel: string, { messages }: HistoryPage): Pick<Page, 'records' | 'deletedIds'> {
  return {
    records: messages.filter(isSaid).map((message) => ({ ...message, channel })),
    deletedIds: messages.filter(isTombstone).map(({ ts }) => messageIdOf(channel, ts)),
  };
}
