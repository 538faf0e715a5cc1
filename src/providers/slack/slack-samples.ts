import { createHash } from 'node:crypto';
import type { WebhookDefinition, WebhookSample } from '../provider.js';
import { tsAt } from './slack-ts.js';

type Sample = NonNullable<WebhookDefinition['samples']>[string];

const CHANNEL = 'C0SAMPLE01';
const USER = 'U0SAMPLE01';

/** One of each kind of event, in the order in which an app meets them. */
export const slackSamples: Readonly<Record<string, Sample>> = {
  message: sample((now) => ({ ...inChannel(now), ...said(now, 'Hello') })),
  'message.message_changed': sample((now) => ({
    ...inChannel(now),
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    ts: tsAt(now),
    message: { ...said(now - 60_000, 'Hello, all'), edited: { user: USER, ts: tsAt(now) } },
    previous_message: said(now - 60_000, 'Hello'),
  })),
  'message.message_deleted': sample((now) => ({
    ...inChannel(now),
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    ts: tsAt(now),
    deleted_ts: tsAt(now - 60_000),
    previous_message: said(now - 60_000, 'Hello'),
  })),
  user_change: sample((now, account) => ({
    type: 'user_change',
    user: {
      id: USER,
      team_id: account,
      name: 'ada',
      real_name: 'Ada Lindqvist',
      deleted: false,
      updated: Math.floor(now / 1000),
      profile: { real_name: 'Ada Lindqvist', display_name: 'Ada', email: 'ada@example.com' },
    },
    cache_ts: Math.floor(now / 1000),
    event_ts: tsAt(now),
  })),
  channel_rename: sample((now) => ({
    type: 'channel_rename',
    channel: { id: CHANNEL, name: 'engineering', created: Math.floor(now / 1000) - 86_400 },
    event_ts: tsAt(now),
  })),
  app_uninstalled: sample((now) => ({ type: 'app_uninstalled', event_ts: tsAt(now) })),
};

/** @see https://docs.slack.dev/apis/events-api/#events-JSON */
function sample(event: (now: number, account: string) => object): Sample {
  return ({ account, now }): WebhookSample => {
    const body = {
      team_id: account,
      api_app_id: 'A0SAMPLE01',
      event: event(now, account),
      type: 'event_callback',
      event_time: Math.floor(now / 1000),
      authorizations: [
        { enterprise_id: null, team_id: account, user_id: 'U0SAMPLEBOT', is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
    };
    return { body: { ...body, event_id: eventIdOf(body) } };
  };
}

/** The same for what is the same, as when Slack delivers again. */
function eventIdOf(body: object): string {
  return `Ev${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 9).toUpperCase()}`;
}

function inChannel(now: number) {
  return { channel: CHANNEL, channel_type: 'channel', event_ts: tsAt(now) };
}

function said(at: number, text: string) {
  return { type: 'message', user: USER, text, ts: tsAt(at) };
}
