import { z } from 'zod';
import type { WebhookChange } from '../provider.js';
import { momentOf, type SlackEventCallback } from './slack-envelope.js';
import { isSaid, isTombstone, messageIdOf } from './slack-message.record.js';
import { slackTs } from './slack-ts.js';

const message = z.looseObject({ ts: slackTs, subtype: z.string().optional() });

const place = z.object({ channel: z.string().min(1), channel_type: z.string().optional() });

const changed = place.extend({ message });

const deleted = place.extend({ deleted_ts: slackTs });

/** Notices that a public channel itself is another now, for which there is no event of its own. */
const OF_THE_CHANNEL = new Set(['channel_topic', 'channel_purpose']);

/**
 * What an event of type `message` changes. It may be the message itself, or be about one by its subtype.
 * Only public channels are read, so what is said elsewhere changes nothing.
 *
 * Each change has the moment of its event as its version: whatever order they come in, the last counts. A
 * message's own versions, when it was sent and edited, are never after that.
 * @see https://docs.slack.dev/reference/events/message
 */
export function messageChanges(envelope: SlackEventCallback): WebhookChange[] {
  const { event } = envelope;
  const { channel, channel_type: kind = 'channel' } = place.parse(event);
  if (kind !== 'channel') return [];
  const version = momentOf(envelope);
  const remove = (ts: string): WebhookChange[] => [
    { model: 'SlackMessage', deleted: [{ externalId: messageIdOf(channel, ts), version }] },
  ];
  const store = (record: object): WebhookChange[] => [
    { model: 'SlackMessage', records: [{ ...record, channel }], version },
  ];

  if (event.subtype === 'message_deleted') return remove(deleted.parse(event).deleted_ts);
  if (event.subtype === 'message_changed') {
    const now = changed.parse(event).message;
    if (isTombstone(now)) return remove(now.ts);
    return isSaid(now) ? store(now) : [];
  }
  if (event.subtype !== undefined && OF_THE_CHANNEL.has(event.subtype)) return [{ model: 'SlackChannel', poll: true }];
  return isSaid(event) ? store(asHistoryHasIt(event)) : [];
}

/** An event names itself and its channel's kind; what is read of the same message does not. */
function asHistoryHasIt(event: SlackEventCallback['event']): object {
  const { event_ts: _moment, channel_type: _kind, ...said } = event;
  return said;
}
