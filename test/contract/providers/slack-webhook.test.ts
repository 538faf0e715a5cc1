import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../src/platform/signatures/signature-scheme.js';
import type { ModelDefinition, WebhookChange, WebhookDefinition } from '../../../src/providers/provider.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { modelOf } from '../../kit/read-model.js';
import { changesOf } from '../../kit/webhook-changes.js';

const TEAM = 'T123ABC456';
const CHANNEL = 'C123ABC456';
const SENT = '1700000000.000100';
const EDITED = '1700000060.000000';
const webhook = slack.webhook as WebhookDefinition;
const SlackMessage = modelOf(slack, 'SlackMessage');

const deliveryOf = (body: unknown): Delivery => ({
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  url: 'https://hub.example/webhooks/slack',
});

/** As Slack wraps an event. @see https://docs.slack.dev/apis/events-api/#events-JSON */
const callback = (event: object, envelope: object = {}) =>
  deliveryOf({
    token: 'XXYYZZ',
    team_id: TEAM,
    api_app_id: 'A123ABC456',
    event,
    type: 'event_callback',
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: 'U0THEAPP01', is_bot: true, is_enterprise_install: false },
    ],
    event_id: 'Ev123ABC456',
    event_time: 1_700_000_000,
    ...envelope,
  });

const changes = (event: object, envelope?: object) => changesOf(slack, callback(event, envelope), TEAM);

const said = { type: 'message', user: 'U123ABC456', text: 'Hello', ts: SENT };
const place = { channel: CHANNEL, channel_type: 'channel' };

const created = { ...said, ...place, event_ts: SENT };
const edited = {
  ...place,
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  ts: '1700000060.000300',
  event_ts: '1700000060.000300',
  message: { ...said, text: 'Hello, all', edited: { user: 'U123ABC456', ts: EDITED } },
  previous_message: said,
};
const deleted = {
  ...place,
  type: 'message',
  subtype: 'message_deleted',
  hidden: true,
  ts: '1700000120.000400',
  event_ts: '1700000120.000400',
  deleted_ts: SENT,
  previous_message: edited.message,
};

describe('an event of Slack', () => {
  test('asks first whether somebody is there, and hears its own word', () => {
    const reading = webhook.read(deliveryOf({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aB10' }));

    expect(reading).toEqual({ kind: 'ANSWER', body: '3eZbrw1aB10', contentType: 'text/plain' });
  });

  test('is known by its id, and named by its type and subtype', () => {
    expect(webhook.read(callback(created))).toEqual({
      kind: 'EVENT',
      id: 'Ev123ABC456',
      isIdInBody: true,
      type: 'message',
      accounts: [TEAM],
    });
    expect(webhook.read(callback(edited))).toMatchObject({ type: 'message.message_changed' });
  });

  test('of a shared channel is for the workspace that may see it', () => {
    const authorizations = [{ team_id: 'T0OURS', user_id: 'U1', is_bot: true }];

    expect(webhook.read(callback(created, { team_id: 'T0THEIRS', authorizations }))).toMatchObject({
      accounts: ['T0OURS'],
    });
  });

  test.each([
    ['names no installation', { authorizations: [] }],
    ['leaves them out', { authorizations: undefined }],
    ['names a whole enterprise', { authorizations: [{ enterprise_id: 'E1', team_id: null, user_id: 'U1' }] }],
  ])('is for its workspace where it %s', (_, envelope) => {
    expect(webhook.read(callback({ type: 'app_uninstalled' }, envelope))).toMatchObject({ accounts: [TEAM] });
  });

  test.each([
    ['no JSON', '{"type":'],
    ['a number', '7'],
    ['another kind', { type: 'block_actions' }],
    ['an event without id', { type: 'event_callback', event_time: 1, event: { type: 'message' } }],
    ['an event without type', { type: 'event_callback', event_time: 1, event_id: 'Ev1', event: {} }],
  ])('cannot be read where it is %s', (_, body) => {
    expect(() => webhook.read(deliveryOf(body))).toThrow(expect.objectContaining({ name: 'WebhookUnreadable' }));
  });
});

describe('a message event', () => {
  test('is the record, as history has it', async () => {
    expect(await changes(created)).toEqual([
      { model: 'SlackMessage', records: [{ ...said, channel: CHANNEL }], version: 1_700_000_000_000_100 },
    ]);
  });

  test.each(['bot_message', 'file_share', 'me_message', 'thread_broadcast'])(
    'of subtype %s is one too',
    async (subtype) => {
      expect(await changes({ ...created, subtype })).toMatchObject([
        { records: [{ ...said, subtype, channel: CHANNEL }] },
      ]);
    },
  );

  test.each(['channel_join', 'channel_leave', 'channel_name', 'pinned_item', 'reminder_add', 'message_replied'])(
    'of subtype %s is nothing that was said',
    async (subtype) => {
      expect(await changes({ ...created, subtype })).toEqual([]);
    },
  );

  test.each(['channel_topic', 'channel_purpose'])('of subtype %s is about the channel', async (subtype) => {
    expect(await changes({ ...created, subtype })).toEqual([{ model: 'SlackChannel', poll: true }]);
  });

  test.each(['group', 'im', 'mpim', 'app_home'])('from a %s is left alone', async (kind) => {
    for (const event of [created, edited, deleted]) {
      expect(await changes({ ...event, channel_type: kind })).toEqual([]);
    }
  });

  test('of an edit has the message as it is now', async () => {
    expect(await changes(edited)).toEqual([
      {
        model: 'SlackMessage',
        records: [{ ...said, text: 'Hello, all', edited: { user: 'U123ABC456', ts: EDITED }, channel: CHANNEL }],
        version: 1_700_000_060_000_300,
      },
    ]);
  });

  test('of an edited notice changes nothing', async () => {
    expect(await changes({ ...edited, message: { ...said, subtype: 'channel_join' } })).toEqual([]);
  });

  test('of a deletion names the message', async () => {
    expect(await changes(deleted)).toEqual([
      {
        model: 'SlackMessage',
        deleted: [{ externalId: `${CHANNEL}:${SENT}`, version: 1_700_000_120_000_400 }],
      },
    ]);
  });

  test('that leaves a tombstone before the replies is a deletion', async () => {
    const tombstone = { ...said, subtype: 'tombstone', text: 'This message was deleted.', thread_ts: SENT };

    expect(await changes({ ...edited, message: tombstone })).toMatchObject([
      { deleted: [{ externalId: `${CHANNEL}:${SENT}` }] },
    ]);
  });

  test('without a moment of its own counts as the last of its second', async () => {
    const { event_ts: _, ...timeless } = deleted;

    expect(await changes(timeless, { event_time: 1_700_000_120 })).toMatchObject([
      { deleted: [{ version: 1_700_000_120_999_999 }] },
    ]);
  });

  test.each(ordersOf([created, edited, deleted]))('ends deleted, whatever comes first: %#', async (...events) => {
    expect(await inTheEnd(events)).toBeNull();
  });

  test.each(ordersOf([created, edited]))('ends edited, whatever comes first: %#', async (...events) => {
    expect(await inTheEnd(events)).toMatchObject({ text: 'Hello, all' });
  });

  test('does not undo an edit by what was read before it', async () => {
    const readBefore = SlackMessage.record.parse({ ...said, channel: CHANNEL });

    const { version } = outcomeOf((await changes(edited))[0]);

    expect(versionOf(SlackMessage, readBefore)).toBeLessThan(version);
  });
});

describe('an event of a channel', () => {
  test.each([
    'channel_created',
    'channel_rename',
    'channel_archive',
    'channel_unarchive',
    'channel_shared',
    'channel_unshared',
    'channel_id_changed',
    'channel_left',
  ])('%s lets the channels be read', async (type) => {
    expect(await changes({ type, channel: { id: CHANNEL, name: 'fun' }, event_ts: SENT })).toEqual([
      { model: 'SlackChannel', poll: true },
    ]);
  });

  test('channel_deleted deletes it', async () => {
    expect(await changes({ type: 'channel_deleted', channel: CHANNEL, event_ts: SENT })).toEqual([
      { model: 'SlackChannel', deleted: [{ externalId: CHANNEL, version: 1_700_000_000_000_100 }] },
    ]);
  });

  test('member_joined_channel counts where the app itself has joined', async () => {
    const joined = { type: 'member_joined_channel', channel: CHANNEL, channel_type: 'C', team: TEAM, event_ts: SENT };

    expect(await changes({ ...joined, user: 'U123ABC456' })).toEqual([]);
    expect(await changes({ ...joined, user: 'U0THEAPP01' })).toEqual([
      { model: 'SlackChannel', poll: true },
      { model: 'SlackMessage', poll: true },
    ]);
  });
});

describe('an event of a user', () => {
  const user = { id: 'U1', name: 'ada', deleted: false, updated: 1_700_000_000, profile: {} };

  test.each(['user_change', 'team_join'])('%s has all of them', async (type) => {
    expect(await changes({ type, user, event_ts: SENT })).toEqual([{ model: 'SlackUser', records: [user] }]);
  });

  test('is ordered by when Slack last changed them', () => {
    const SlackUser = modelOf(slack, 'SlackUser');

    expect(versionOf(SlackUser, user)).toBe(1_700_000_000_000_000);
    expect(versionOf(SlackUser, { ...user, updated: undefined })).toBeNull();
  });

  test('who was deactivated deletes them', async () => {
    expect(await changes({ type: 'user_change', user: { ...user, deleted: true }, event_ts: SENT })).toEqual([
      { model: 'SlackUser', deleted: [{ externalId: 'U1', version: 1_700_000_000_000_100 }] },
    ]);
  });
});

describe('the end of a connection', () => {
  test('comes when the app is uninstalled', async () => {
    expect(await changes({ type: 'app_uninstalled' })).toEqual([{ unlinked: true }]);
  });

  test('comes when its bot token is revoked, not with those of single people', async () => {
    const revoked = (tokens: object) => changes({ type: 'tokens_revoked', tokens });

    expect(await revoked({ oauth: ['U1'], bot: ['U0THEAPP01'] })).toEqual([{ unlinked: true }]);
    expect(await revoked({ oauth: ['U1'], bot: [] })).toEqual([]);
    expect(await revoked({ oauth: ['U1'] })).toEqual([]);
  });
});

test('events that Slack held back are read instead', async () => {
  const delivery = deliveryOf({
    token: 'x',
    type: 'app_rate_limited',
    team_id: TEAM,
    minute_rate_limited: 1_700_000_000,
    api_app_id: 'A123ABC456',
  });

  expect(webhook.read(delivery)).toEqual({ kind: 'EVENT', id: null, type: 'app_rate_limited', accounts: [TEAM] });
  expect(await changesOf(slack, delivery)).toEqual(slack.models.map(({ name: model }) => ({ model, poll: true })));
});

test('an event of a type that concerns no record changes nothing', async () => {
  expect(await changes({ type: 'emoji_changed', event_ts: SENT })).toEqual([]);
});

test.each(Object.entries(webhook.samples ?? {}))(
  'the sample %s is what it says, and changes something',
  async (type, sample) => {
    const now = Date.UTC(2026, 0, 5);
    const delivery = deliveryOf(sample({ account: TEAM, now }).body);

    expect(webhook.read(delivery)).toMatchObject({ kind: 'EVENT', type, accounts: [TEAM] });
    const [change] = await changesOf(slack, delivery);
    expect(change).toBeDefined();
    const records = change !== undefined && 'records' in change ? (change.records ?? []) : [];
    for (const record of records) {
      expect(
        modelOf(slack, change !== undefined && 'model' in change ? change.model : '').record.safeParse(record).error,
      ).toBeUndefined();
    }
  },
);

/** What is left of the one message after its events, in the order given, by what the contract says of versions. */
async function inTheEnd(events: readonly object[]): Promise<unknown> {
  let state: { version: number; data: unknown } = { version: -Infinity, data: undefined };
  for (const event of events) {
    for (const change of await changes(event)) {
      const { version, data } = outcomeOf(change);
      if (version >= state.version) state = { version, data };
    }
  }
  return state.data;
}

function outcomeOf(change: WebhookChange | undefined): { version: number; data: unknown } {
  if (change === undefined || !('model' in change) || 'poll' in change) throw new Error('this is no record');
  const [deletion] = change.deleted ?? [];
  if (deletion !== undefined) return { version: deletion.version, data: null };
  const data = SlackMessage.record.parse(change.records?.[0]);
  return { version: change.version ?? versionOf(SlackMessage, data) ?? NaN, data };
}

function versionOf(model: ModelDefinition, data: unknown): number | null {
  return model.versionOf?.(data, { readAt: 0 }) ?? null;
}

function ordersOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, index) => ordersOf(items.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}
