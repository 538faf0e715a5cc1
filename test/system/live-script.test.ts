import { expect, test } from 'vitest';
import { consent } from '../kit/emulators.js';
import { lastRun } from '../kit/connect-calendar.js';
import { describeEachDatabase } from '../kit/databases.js';
import { CookieJar, eventually, HubProcess } from '../kit/hub-process.js';

const START_OAUTH = `mutation ($providerId: ID!) {
  startOAuth(input: { providerId: $providerId }) {
    integration { id connectionStatus { state } }
    authorizationUrl
    userErrors { message }
  }
}`;

const STATUS = `subscription { connectionStatusChanged { snapshot integration { id } connectionStatus { state syncInProgress } } }`;

const PROGRESS = `subscription { syncProgressed { id model state added } }`;

const HEALTH = `subscription { healthChanged { snapshot previous integration { id } health { state calls24h failures24h } } }`;

const RECORDS = `query ($id: ID!, $model: String!) {
  integration(id: $id) {
    accountLabel
    health { state calls24h failures24h }
    syncs { model recordCount }
    records(first: 3, filter: { model: $model }) {
      totalCount
      nodes {
        __typename
        ... on CalendarEvent { summary startsAt calendarId }
        ... on SlackChannel { name }
        ... on SlackUser { realName }
      }
    }
  }
}`;

interface RecordsAnswer {
  integration: {
    accountLabel: string;
    health: { state: string; calls24h: number };
    syncs: { model: string; recordCount: number }[];
    records: { totalCount: number; nodes: { __typename: string; [field: string]: unknown }[] };
  };
}

interface StatusEvent {
  connectionStatusChanged: {
    snapshot: boolean;
    integration: { id: string };
    connectionStatus: { state: string; syncInProgress: boolean };
  };
}

interface HealthEvent {
  healthChanged: {
    snapshot: boolean;
    previous: string | null;
    integration: { id: string };
    health: { state: string; calls24h: number; failures24h: number };
  };
}

interface ProgressEvent {
  syncProgressed: { id: string; model: string; state: string; added: number };
}

describeEachDatabase((database) => {
  test('lets a script link both accounts of the sandbox and watch them live over SSE', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ DATABASE_URL: place.url, HUB_SANDBOX: '1' });
    const statuses = listen(hub.watch<StatusEvent>(STATUS));
    const progress = listen(hub.watch<ProgressEvent>(PROGRESS));
    const health = listen(hub.watch<HealthEvent>(HEALTH));

    const calendar = await link(hub, 'google-calendar', 'Ada Lindqvist');
    const slack = await link(hub, 'slack', 'Ben Okafor');
    const calendarRun = await lastRun(hub, calendar);
    await lastRun(hub, slack);
    await eventually(
      async () =>
        new Set(
          progress.seen.filter((one) => one.syncProgressed.state === 'SUCCEEDED').map((one) => one.syncProgressed.id),
        ).size === 5,
      'five runs to end',
    );
    await eventually(async () => health.seen.some(isHealthy(calendar)), 'the health of the calendar to be told of');
    await eventually(async () => health.seen.some(isHealthy(slack)), 'the health of Slack to be told of');

    const events = await hub.get<RecordsAnswer>(RECORDS, { id: calendar, model: 'CalendarEvent' });
    const channels = await hub.get<RecordsAnswer>(RECORDS, { id: slack, model: 'SlackChannel' });
    expect(calendarRun).toMatchObject({ state: 'SUCCEEDED', problem: null });
    expect(events.integration.records.totalCount).toBeGreaterThan(1_000);
    expect(events.integration.syncs).toContainEqual({ model: 'CalendarEvent', recordCount: calendarRun.added });
    expect(events.integration.records.nodes).toHaveLength(3);
    expect(events.integration.records.nodes[0]).toMatchObject({
      __typename: 'CalendarEvent',
      summary: expect.any(String),
    });
    expect(channels.integration.records.nodes[0]).toMatchObject({
      __typename: 'SlackChannel',
      name: expect.any(String),
    });
    const told = statuses.seen.filter((one) => one.connectionStatusChanged.integration.id === calendar);
    expect(told.map((one) => one.connectionStatusChanged.connectionStatus.state)).toContain('CONNECTED');
    // Not a snapshot: neither was linked when the script began to listen.
    expect(health.seen.find(isHealthy(calendar))).toMatchObject({
      healthChanged: { snapshot: false, previous: 'UNKNOWN', health: { calls24h: expect.any(Number), failures24h: 0 } },
    });
    expect(events.integration.health.state).toBe('HEALTHY');
    expect(health.seen.filter(isHealthy(calendar))).toHaveLength(1);
  }, 60_000);
});

async function link(hub: HubProcess, providerId: string, person: string): Promise<string> {
  const cookies = new CookieJar();
  const { startOAuth } = await hub.get<{
    startOAuth: { integration: { id: string }; authorizationUrl: string; userErrors: object[] };
  }>(START_OAUTH, { providerId }, { cookies });
  expect(startOAuth.userErrors).toEqual([]);
  const callback = await consent(startOAuth.authorizationUrl, person);
  const answer = await fetch(callback, { redirect: 'manual', headers: cookies.header() });
  const back = new URL(answer.headers.get('location') as string, hub.url);
  expect(back.searchParams.get('status')).toBe('connected');
  expect(back.searchParams.get('integrationId')).toBe(startOAuth.integration.id);
  return startOAuth.integration.id;
}

function isHealthy(integrationId: string) {
  return ({ healthChanged: { integration, health } }: HealthEvent) =>
    integration.id === integrationId && health.state === 'HEALTHY';
}

/** Reads a stream in the background until the hub ends. */
function listen<Event>(events: AsyncIterable<Event>): { seen: Event[] } {
  const seen: Event[] = [];
  void (async () => {
    for await (const event of events) seen.push(event);
  })().catch(() => undefined);
  return { seen };
}
