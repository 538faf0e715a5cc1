import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Delivery } from '../../../src/platform/signatures/signature-scheme.js';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import type { ActionDefinition, ProviderDefinition, WebhookDefinition } from '../../../src/providers/provider.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { SlackEvents } from '../../../src/sandbox/slack-events.js';
import { Emulators, fetchWith, type SandboxProviderId } from '../../kit/emulators.js';
import { readAll } from '../../kit/read-model.js';
import { changesOf } from '../../kit/webhook-changes.js';
import { WebhookListener } from '../../kit/webhook-listener.js';

const webhookOf = (provider: ProviderDefinition) => provider.webhook as WebhookDefinition;

let listener: WebhookListener;

beforeEach(async () => {
  listener = await WebhookListener.start();
});

afterEach(() => listener[Symbol.asyncDispose]());

const delivered = async (count = 1): Promise<Delivery[]> => {
  await vi.waitFor(() => expect(listener.deliveries).toHaveLength(count), 5000);
  return listener.deliveries;
};

describe('the sandbox', () => {
  let emulators: Emulators;

  beforeEach(async () => {
    emulators = await Emulators.start(listener.url);
  });

  afterEach(() => emulators[Symbol.asyncDispose]());

  const connect = async (id: SandboxProviderId, person: string) => ({
    fetch: fetchWith(String((await emulators.connect(id, person))['access_token'])),
    apiUrl: emulators.provider(id).endpoints.apiUrl,
  });

  const post = (context: Awaited<ReturnType<typeof connect>>, input: unknown) => {
    const action = slack.actions.find(({ name }) => name === 'postMessage') as ActionDefinition;
    return action.run({
      api: slack.createApi(context),
      input: action.input.parse(input),
      idempotencyKey: null,
      signal: new AbortController().signal,
    }) as Promise<{ ts: string; channel: string }>;
  };

  test('tells the hub of a message that was posted, signed, as the hub would read it', async () => {
    const context = await connect('slack', 'ada.lindqvist');
    const { ts, channel } = await post(context, { channel: 'C000000001', text: 'Hello' });

    const [delivery] = (await delivered()) as [Delivery];

    const { webhookSecret: secret = '' } = emulators.provider('slack');
    const { scheme, read } = webhookOf(slack);
    expect(delivery.url).toBe(`${listener.url}/webhooks/slack`);
    expect(scheme.verify(delivery, [{ secret }], Date.now())).toMatchObject({ verified: true });
    expect(scheme.verify(delivery, [{ secret: 'another' }], Date.now())).toMatchObject({ verified: false });
    expect(read(delivery)).toMatchObject({ type: 'message', accounts: ['T000000001'] });
    const { records } = await readAll({ provider: slack, model: 'SlackMessage', ...context });
    const stored = records.get(`${channel}:${ts}`);
    expect(stored).toMatchObject({ text: 'Hello' });
    expect(await changesOf(slack, delivery)).toMatchObject([{ model: 'SlackMessage', records: [stored] }]);
  });

  test('reads what was posted and its replies', async () => {
    const context = await connect('slack', 'ada.lindqvist');
    const first = await post(context, { channel: 'C000000001', text: 'Hello' });
    const reply = await post(context, { channel: first.channel, text: 'Hi', threadTs: first.ts });

    const { records } = await readAll({ provider: slack, model: 'SlackMessage', ...context });

    expect([...records.keys()].toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
      `C000000001:${first.ts}`,
      `C000000001:${reply.ts}`,
    ]);
    await delivered(2);
  });

  test('tells of no message that was refused', async () => {
    const context = await connect('slack', 'ada.lindqvist');

    await expect(post(context, { channel: 'C0NOWHERE', text: 'Hello' })).rejects.toThrow('channel_not_found');
    await post(context, { channel: 'C000000002', text: 'Hello again' });

    const [delivery] = (await delivered()) as [Delivery];
    expect(await changesOf(slack, delivery)).toMatchObject([{ records: [{ text: 'Hello again' }] }]);
  });

  test('opens a channel to a calendar, and says so in its first message', async () => {
    const context = await connect('google-calendar', 'ada.lindqvist@acorn.example');
    const api = googleCalendar.createApi(context);
    const { scheme, read, subscriptions } = webhookOf(googleCalendar);
    const [subject = ''] = (await subscriptions?.subjects(api)) ?? [];

    const opened = await subscriptions?.create({
      api,
      subject,
      url: `${listener.url}/here`,
      secret: 's3cret',
      id: 'a1',
    });

    const [delivery] = (await delivered()) as [Delivery];
    const key = { secret: 's3cret', subscription: { externalId: 'a1', resource: opened?.resource ?? null } };
    expect(scheme.verify(delivery, [key], Date.now())).toMatchObject({ verified: true });
    expect(read(delivery)).toEqual({ kind: 'EVENT', id: 'a1:1', type: 'sync', accounts: [] });
    expect(opened?.expiresAt).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    await subscriptions?.remove({
      api,
      subscription: { subject, externalId: 'a1', resource: opened?.resource ?? null },
    });
  });
});

describe("the sandbox's events of Slack", () => {
  const installation = { teamId: 'T1', appId: 'A1', botUserId: 'U1' };
  const warnings: unknown[] = [];
  let closing: AbortController;

  beforeEach(() => {
    warnings.length = 0;
    closing = new AbortController();
  });

  afterEach(() => closing.abort());

  const send = (retryAfterMs: readonly number[]) =>
    new SlackEvents({
      url: listener.url,
      signingSecret: 'secret',
      logger: { warn: (...given: unknown[]) => void warnings.push(given) },
      signal: closing.signal,
      retryAfterMs,
    }).send(installation, { type: 'message' });

  test('come again, the same, until they are taken', async () => {
    listener.failures = [500, 404];

    send([10, 20, 30]);

    const [first, second, third] = (await delivered(3)) as [Delivery, Delivery, Delivery];
    expect([second.body, third.body]).toEqual([first.body, first.body]);
    expect([first, second, third].map(({ headers }) => headers['x-slack-retry-num'])).toEqual([
      undefined,
      ['1'],
      ['2'],
    ]);
    expect(third.headers['x-slack-retry-reason']).toEqual(['http_error']);
  });

  test('are given up after three more tries', async () => {
    listener.failures = [500, 500, 500, 500];

    send([10, 20, 30]);

    await vi.waitFor(() => expect(warnings).toHaveLength(1), 5000);
    expect(listener.deliveries).toHaveLength(4);
  });

  test('end with the sandbox, without a word', async () => {
    listener.failures = [500];
    send([50]);
    await delivered();

    closing.abort();

    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([listener.deliveries.length, warnings.length]).toEqual([1, 0]);
  });
});
