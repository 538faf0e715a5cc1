import { expect, test } from 'vitest';
import { configureCalendar, connectCalendar } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import type { Db } from '../../../src/tables.js';

const DAY = 24 * 60 * 60_000;
const TEAM = 'team@example.com';

describeEachDatabase((database) => {
  test('opens a channel for each calendar, and a change there is a record within a second', async () => {
    await using stage = await openCalendarStage(database);
    stage.calendar.addCalendar(TEAM);
    const integrationId = await stage.connect();
    await stage.hasChannels(2);
    await stage.allRunsOver();

    const changedAt = Date.now();
    stage.calendar.putEvent({ id: 'party', summary: 'Party' }, TEAM);
    await eventually(async () => (await stage.summaries()).includes('Party'), 'the record');
    const tookMs = Date.now() - changedAt;
    await stage.calendar.channels.settled();
    await stage.allRunsOver();

    expect(tookMs).toBeLessThan(5_000);
    expect(new Set(stage.calendar.channels.notifications.map(({ status }) => status))).toEqual(new Set([200]));
    expect(stage.calendar.channels.open.map(({ calendarId }) => calendarId).toSorted()).toEqual([
      'ada@example.com',
      TEAM,
    ]);
    const run = await stage.lastRun(integrationId);
    expect(run).toMatchObject({ kind: 'INCREMENTAL', trigger: 'WEBHOOK', state: 'SUCCEEDED', added: 1 });
    expect(await stage.subscriptions(integrationId)).toMatchObject([
      { subject: 'ada@example.com', state: 'ACTIVE', error: null },
      { subject: TEAM, state: 'ACTIVE', error: null, lastEventAt: expect.any(String) as string },
    ]);
  });

  test('refuses a notification under the token of another channel, or of no channel', async () => {
    await using stage = await openCalendarStage(database);
    const integrationId = await stage.connect();
    await stage.hasChannels(1);
    const [channel] = stage.calendar.channels.open;
    const notify = (headers: Record<string, string>) =>
      fetch(`${stage.hub.url}/webhooks/google-calendar/${integrationId}`, {
        method: 'POST',
        headers: {
          'x-goog-channel-id': channel?.id ?? '',
          'x-goog-channel-token': channel?.token ?? '',
          'x-goog-resource-id': channel?.resourceId ?? '',
          'x-goog-resource-state': 'exists',
          'x-goog-message-number': '77',
          ...headers,
        },
      });

    const answers = [
      await notify({}),
      await notify({ 'x-goog-channel-token': 'guessed' }),
      await notify({ 'x-goog-channel-id': 'another' }),
      await notify({ 'x-goog-resource-id': 'another' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401]);
  });

  test('opens another channel before one ends, and stops the old one only then', async () => {
    await using stage = await openCalendarStage(database);
    await stage.connect();
    await stage.hasChannels(1);
    const [first] = stage.calendar.channels.open;

    stage.hub.advance(6 * DAY + DAY / 2);
    await stage.keep();
    await eventually(async () => stage.calendar.channels.open[0]?.id !== first?.id, 'the old channel to be stopped');

    expect(stage.calendar.channels.open).toHaveLength(1);
    expect(stage.calendar.channels.open[0]?.calendarId).toBe(first?.calendarId);
  });

  test('finds calendars that come and go', async () => {
    await using stage = await openCalendarStage(database);
    await stage.connect();
    await stage.hasChannels(1);

    stage.calendar.addCalendar(TEAM);
    stage.hub.advance(DAY + 60_000);
    await stage.keep();
    await stage.hasChannels(2);
    stage.calendar.removeCalendar(TEAM);
    stage.hub.advance(DAY + 60_000);
    await stage.keep();
    await stage.hasChannels(1);

    expect(stage.calendar.channels.open.map(({ calendarId }) => calendarId)).toEqual(['ada@example.com']);
  });

  test('subscribes anew where polling finds changes of which nothing was told', async () => {
    await using stage = await openCalendarStage(database);
    const integrationId = await stage.connect();
    await stage.hasChannels(1);
    await stage.allRunsOver();
    await stage.calendar.channels.settled();
    const [silent] = stage.calendar.channels.open;
    if (silent !== undefined) silent.address = `${stage.calendar.url}/nowhere`;

    for (let run = 1; run <= 2; run += 1) {
      stage.calendar.putEvent({ id: `untold-${run}`, summary: 'Untold' });
      stage.hub.advance(20 * 60_000);
      await stage.hub.app.features.syncs.queueDue();
      await eventually(async () => (await stage.summaries()).length === run, 'polling to find it');
      await stage.allRunsOver();
    }
    await stage.hub.app.features.subscriptions.replaceSilent();

    await eventually(async () => stage.calendar.channels.open[0]?.id !== silent?.id, 'another channel');
    expect(stage.calendar.channels.open).toHaveLength(1);
    expect(await stage.subscriptions(integrationId)).toMatchObject([{ state: 'ACTIVE' }]);
  });

  test('keeps its channels where polling finds changes of what channels never tell', async () => {
    await using stage = await openCalendarStage(database);
    const integrationId = await stage.connect();
    await stage.hasChannels(1);
    await stage.allRunsOver();
    // Its first message counts as heard.
    await stage.calendar.channels.settled();
    await eventually(async () => (await stage.subscriptions(integrationId))[0]?.lastEventAt != null, 'that message');
    const [channel] = stage.calendar.channels.open;

    for (let run = 1; run <= 3; run += 1) {
      stage.calendar.putCalendar({ id: 'ada@example.com', primary: true, summary: `Ada, ${run} times renamed` });
      stage.hub.advance(20 * 60_000);
      await stage.hub.app.features.syncs.queueDue();
      await eventually(async () => (await stage.calendarNames()).includes(`Ada, ${run} times renamed`), 'the new name');
      await stage.allRunsOver();
    }
    await stage.hub.app.features.subscriptions.replaceSilent();

    expect(stage.calendar.channels.open.map(({ id }) => id)).toEqual([channel?.id]);
  });

  test('stops the channels as the account is disconnected, also where the provider does not answer', async () => {
    await using stage = await openCalendarStage(database);
    const integrationId = await stage.connect();
    await stage.hasChannels(1);
    const disconnect = () =>
      stage.hub.get<{ disconnectIntegration: { integration: object; userErrors: object[] } }>(
        `mutation { disconnectIntegration(input: { integrationId: "${integrationId}" }) {
          integration { connectionStatus { state } } userErrors { message }
        } }`,
      );

    const { disconnectIntegration } = await disconnect();

    expect(disconnectIntegration).toEqual({
      integration: { connectionStatus: { state: 'DISCONNECTED' } },
      userErrors: [],
    });
    expect(stage.calendar.channels.open).toEqual([]);
    expect(await stage.subscriptions(integrationId)).toEqual([]);
  });

  test('says why the provider refuses to deliver, tries again, and keeps polling', async () => {
    await using stage = await openCalendarStage(database);
    stage.calendar.channels.requiresHttps = true;
    const integrationId = await stage.connect();
    await eventually(async () => (await stage.subscriptions(integrationId))[0]?.error != null, 'the refusal');
    const refused = await stage.subscriptions(integrationId);

    stage.calendar.channels.requiresHttps = false;
    stage.hub.advance(10 * 60_000);
    await stage.keep();
    await stage.hasChannels(1);

    expect(refused).toMatchObject([{ state: 'PENDING', error: expect.stringContaining('https') as string }]);
    expect(await stage.subscriptions(integrationId)).toMatchObject([{ state: 'ACTIVE', error: null }]);
  });
});

interface SubscriptionView {
  subject: string;
  state: string;
  error: string | null;
  lastEventAt: string | null;
}

async function openCalendarStage(database: TestDatabase) {
  const calendar = await startGoogleCalendarServer({ events: 0 });
  const hub = await openHubHere(database);
  await configureCalendar(hub, calendar);
  const { db } = hub.app.database;

  return {
    calendar,
    hub,
    connect: () => connectCalendar(hub),
    keep: () => hub.app.features.subscriptions.keep(),
    /** As the provider and the hub see it. */
    hasChannels: (count: number) =>
      eventually(async () => {
        const rows = await db.selectFrom('webhook_subscription').select('state').execute();
        const isKept = rows.length === count && rows.every(({ state }) => state === 'ACTIVE');
        return isKept && calendar.channels.open.length === count;
      }, `${count} channels`),
    async allRunsOver(): Promise<void> {
      await eventually(async () => {
        const logs = await db.selectFrom('sync_log').select('state').execute();
        return logs.length > 0 && logs.every(({ state }) => state === 'SUCCEEDED');
      }, 'all runs to end');
    },
    summaries: () => summariesOf(db, 'CalendarEvent'),
    calendarNames: () => summariesOf(db, 'GoogleCalendar'),
    lastRun: (integrationId: string) =>
      db
        .selectFrom('sync_log')
        .selectAll()
        .where('integrationId', '=', integrationId)
        .where('model', '=', 'CalendarEvent')
        .where('added', '>', 0)
        .orderBy('id', 'desc')
        .executeTakeFirst(),
    async subscriptions(integrationId: string): Promise<SubscriptionView[]> {
      const { integration } = await hub.get<{ integration: { webhookSubscriptions: SubscriptionView[] } }>(
        `query ($id: ID!) { integration(id: $id) {
          webhookSubscriptions { subject state error lastEventAt expiresAt }
        } }`,
        { id: integrationId },
      );
      return integration.webhookSubscriptions;
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await calendar.close();
    },
  };
}

async function summariesOf(db: Db, model: string): Promise<(string | undefined)[]> {
  const rows = await db
    .selectFrom('record')
    .select('data')
    .where('model', '=', model)
    .where('deletedAt', 'is', null)
    .execute();
  return rows.map(({ data }) => (JSON.parse(data) as { summary?: string }).summary);
}
