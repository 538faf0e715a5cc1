import { z } from 'zod';
import type { WebhookChange } from '../provider.js';
import { momentOf, type SlackEnvelope, type SlackEventCallback } from './slack-envelope.js';
import { messageChanges } from './slack-message-changes.js';

type Changes = (envelope: SlackEventCallback) => WebhookChange[];

const CHANNELS: WebhookChange = { model: 'SlackChannel', poll: true };
const USERS: WebhookChange = { model: 'SlackUser', poll: true };
const MESSAGES: WebhookChange = { model: 'SlackMessage', poll: true };

const userEvent = z.object({ user: z.looseObject({ id: z.string().min(1), deleted: z.boolean().optional() }) });

/** The event has the whole user. One who was deactivated is deleted here, as when they are read. */
const storeUser: Changes = (envelope) => {
  const { user } = userEvent.parse(envelope.event);
  return user.deleted === true
    ? [{ model: 'SlackUser', deleted: [{ externalId: user.id, version: momentOf(envelope) }] }]
    : [{ model: 'SlackUser', records: [user] }];
};

/** The event has a part of the channel, or its id only. */
const pollChannels: Changes = () => [CHANNELS];

const deleteChannel: Changes = (envelope) => {
  const { channel } = z.object({ channel: z.string().min(1) }).parse(envelope.event);
  return [{ model: 'SlackChannel', deleted: [{ externalId: channel, version: momentOf(envelope) }] }];
};

/** Where it was the app itself, there is a channel to read. */
const joinChannel: Changes = ({ event, authorizations }) => {
  const isApp = (authorizations ?? []).some(({ user_id: id }) => Boolean(id) && id === event.user);
  return isApp ? [CHANNELS, MESSAGES] : [];
};

const unlink: Changes = () => [{ unlinked: true }];

/** The app acts by its bot token; the tokens of single people are not used. */
const unlinkWithoutBot: Changes = ({ event }) => {
  const { tokens } = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) }).parse(event);
  return tokens.bot?.length ? [{ unlinked: true }] : [];
};

/** By the type of the inner event. @see https://docs.slack.dev/reference/events */
const CHANGES: ReadonlyMap<string, Changes> = new Map([
  ['message', messageChanges],
  ['user_change', storeUser],
  ['team_join', storeUser],
  ['channel_created', pollChannels],
  ['channel_rename', pollChannels],
  ['channel_archive', pollChannels],
  ['channel_unarchive', pollChannels],
  ['channel_shared', pollChannels],
  ['channel_unshared', pollChannels],
  ['channel_id_changed', pollChannels],
  ['channel_left', pollChannels],
  ['channel_deleted', deleteChannel],
  ['member_joined_channel', joinChannel],
  ['app_uninstalled', unlink],
  ['tokens_revoked', unlinkWithoutBot],
]);

/** What an event of the Events API changes. */
export function changesOf(envelope: SlackEnvelope): WebhookChange[] {
  if (envelope.type === 'url_verification') return [];
  if (envelope.type === 'app_rate_limited') return [CHANNELS, USERS, MESSAGES];
  return CHANGES.get(envelope.event.type)?.(envelope) ?? [];
}
