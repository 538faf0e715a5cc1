import { expect, test } from 'vitest';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { acme } from '../../kit/acme-provider.js';
import { configureCalendar, connectCalendar, lastRun } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import { openOutboundStage } from '../../kit/outbound/outbound-stage.js';
import { hasPromtool, promtool } from '../../kit/promtool.js';
import { scrape, seriesOf } from '../../kit/read-metrics.js';
import { openWebhookStage } from '../../kit/webhook-stage.js';

const EVENTS = 30;
const CALENDAR = 'provider="google-calendar"';

const SYNC_JOB = 'name="sync-google-calendar",outcome="succeeded"';

function sum(series: Record<string, number>): number {
  return Object.values(series).reduce((total, value) => total + value, 0);
}

/** The hub after the first run of a calendar. */
async function openSynced(database: TestDatabase) {
  const server = await startGoogleCalendarServer({ events: EVENTS });
  const hub = await openHubHere(database, { definitions: [googleCalendar] });
  await configureCalendar(hub, server);
  await lastRun(hub, await connectCalendar(hub));
  return {
    hub,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

describeEachDatabase((database) => {
  test('tells of a sync: the run, its records, its job, its calls and what they waited for', async () => {
    await using on = await openSynced(database);

    let text = '';
    // Of calendars and of events; a job ends a moment after its run.
    await eventually(async () => {
      text = await scrape(on.hub);
      return seriesOf(text, 'hub_jobs_total')[SYNC_JOB] === 2;
    }, 'the jobs to end');
    const of = (name: string) => seriesOf(text, name);

    expect(of('hub_syncs_total')).toEqual({ [`${CALENDAR},kind="FULL",outcome="succeeded"`]: 2 });
    expect(of('hub_records_changed_total')).toEqual({
      [`${CALENDAR},model="CalendarEvent",change="added"`]: EVENTS,
      [`${CALENDAR},model="GoogleCalendar",change="added"`]: 1,
    });
    const calls = of('hub_api_calls_total')[`${CALENDAR},status="2xx"`];
    expect(calls).toBeGreaterThan(0);
    expect(of('hub_api_call_duration_seconds_count')[CALENDAR]).toBe(calls);
    expect(of('hub_limiter_wait_duration_seconds_count')[CALENDAR]).toBeGreaterThanOrEqual(calls ?? Infinity);
    expect(of('hub_breaker_hosts')).toEqual({ 'state="closed"': 1, 'state="open"': 0, 'state="half_open"': 0 });
    expect(of('hub_http_requests_total')['route="/oauth/callback/:providerId",status="3xx"']).toBe(1);
  });

  test('measures the database and what waits in it when it is asked', async () => {
    await using hub = await openHubHere(database, { definitions: [acme] });

    const text = await scrape(hub);

    const measured =
      database.engine === 'sqlite'
        ? seriesOf(text, 'hub_database_size_bytes')['']
        : sum(seriesOf(text, 'hub_database_connections'));
    expect(measured).toBeGreaterThan(0);
    expect(seriesOf(text, 'hub_jobs_oldest_due_age_seconds')['']).toBeGreaterThanOrEqual(0);
  });

  test('tells of webhooks by what became of them', async () => {
    await using stage = await openWebhookStage(database);
    await stage.deliver({ id: 'evt_1', type: 'nothing.known' });
    await stage.deliver({ id: 'evt_1', type: 'nothing.known' });
    await fetch(`${stage.hub.url}/webhooks/pushes`, { method: 'POST', body: '{}' });
    await fetch(`${stage.hub.url}/webhooks/nobody`, { method: 'POST', body: '{}' });
    const provider = 'provider="pushes"';
    const processed = async () => seriesOf(await scrape(stage.hub), 'hub_webhook_events_total');
    await eventually(async () => Object.keys(await processed()).length > 0, 'the event to be processed');

    expect(seriesOf(await scrape(stage.hub), 'hub_webhook_deliveries_total')).toEqual({
      [`${provider},outcome="stored"`]: 1,
      [`${provider},outcome="duplicate"`]: 1,
      [`${provider},outcome="refused"`]: 1,
    });
    expect(await processed()).toEqual({ [`${provider},outcome="ignored"`]: 1 });
  });

  test('tells of outbound deliveries: tries, what is over, what waits and for how long, what is dead', async () => {
    await using stage = await openOutboundStage(database);
    const { hub, receiver } = stage;
    const of = async (name: string) => seriesOf(await scrape(hub), `hub_outbound_${name}`);
    const { id: endpointId } = await stage.createEndpoint();
    await sendTest(hub, endpointId);
    await stage.until('it to be taken', ([delivery]) => delivery?.state === 'DELIVERED');
    receiver.answer = () => ({ status: 503 });
    await sendTest(hub, endpointId);
    await stage.until('it to be refused', ([, delivery]) => delivery?.state === 'FAILED');
    hub.advance(4_000);

    expect(await of('deliveries_pending')).toEqual({ 'kind="WEBHOOK",state="FAILED"': 1 });
    expect((await of('oldest_pending_age_seconds'))['']).toBeGreaterThanOrEqual(4);
    expect(await of('oldest_due_age_seconds')).toEqual({ '': 0 });
    expect(await of('deliveries_dead')).toEqual({});

    receiver.answer = () => ({ status: 410 });
    hub.advance(2_000);
    await stage.sweep();
    await stage.until('it to be given up', ([, delivery]) => delivery?.state === 'DEAD');

    expect(await of('attempts_total')).toEqual({
      'kind="WEBHOOK",outcome="succeeded"': 1,
      'kind="WEBHOOK",outcome="failed"': 2,
    });
    expect(await of('attempt_duration_seconds_count')).toEqual({ 'kind="WEBHOOK"': 3 });
    expect(await of('deliveries_total')).toEqual({
      'kind="WEBHOOK",outcome="delivered"': 1,
      'kind="WEBHOOK",outcome="dead"': 1,
    });
    expect(await of('deliveries_pending')).toEqual({});
    expect(await of('oldest_pending_age_seconds')).toEqual({ '': 0 });
    expect(await of('deliveries_dead')).toEqual({ 'kind="WEBHOOK"': 1 });
    expect(await scrape(hub)).not.toContain(endpointId);
    expect(await scrape(hub)).not.toContain(receiver.url);
  });

  test('says for how long deliveries have been due that nobody sends', async () => {
    await using stage = await openOutboundStage(database);
    const { hub } = stage;
    const { id: endpointId } = await stage.createEndpoint();
    stage.receiver.answer = () => ({ status: 503 });
    await sendTest(hub, endpointId);
    await stage.until('it to be refused', ([delivery]) => delivery?.state === 'FAILED');
    await hub.app.features.jobs.stop();
    hub.advance(65_000);

    const age = seriesOf(await scrape(hub), 'hub_outbound_oldest_due_age_seconds')[''];

    expect(age).toBeGreaterThanOrEqual(59);
    expect(age).toBeLessThan(90);
  });

  test('keeps a series for as many operations as it has room for, and none for who is a stranger', async () => {
    await using hub = await openHubHere(database, { definitions: [acme] });
    await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query Stranger { viewer { role } }' }),
    });
    for (let number = 0; number < 210; number += 1) await hub.get(`query Q${number} { viewer { role } }`);

    const operations = seriesOf(await scrape(hub), 'hub_graphql_operations_total');

    const rest = 'type="query",transport="http"';
    expect(operations[`operation="unnamed",${rest},outcome="error"`]).toBe(1);
    expect(operations[`operation="Q199",${rest},outcome="ok"`]).toBe(1);
    expect(operations[`operation="other",${rest},outcome="ok"`]).toBe(10);
    expect(Object.keys(operations)).toHaveLength(202);
  });

  test('answers all the same when the database does not', async () => {
    await using hub = await openHubHere(database, { definitions: [acme] });
    await hub.app.features.stop();
    await hub.app.database.close();

    const text = await scrape(hub);

    expect(text).toContain('hub_http_requests_total');
    expect(seriesOf(text, 'hub_jobs_oldest_due_age_seconds')).toEqual({});
  });

  test.runIf(hasPromtool)('is what Prometheus asks of metrics', async () => {
    await using on = await openSynced(database);

    expect(await promtool(['check', 'metrics'], await scrape(on.hub))).toBe('');
  });
});

async function sendTest(hub: HubHere, endpointId: string): Promise<void> {
  await hub.get(`mutation ($id: ID!) { sendTestEvent(input: { endpointId: $id }) { userErrors { message } } }`, {
    id: endpointId,
  });
}
