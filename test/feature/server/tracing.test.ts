import { expect, test } from 'vitest';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { configureCalendar, connectCalendar, lastRun } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import { TraceReceiver } from '../../kit/trace-receiver.js';
import { openWebhookStage } from '../../kit/webhook-stage.js';

const DAY_MS = 24 * 60 * 60_000;

/** A calendar that was synced once and then again by its schedule; the hub is closed, so that every span has come. */
async function traceScheduledSync(database: TestDatabase) {
  const receiver = await TraceReceiver.start();
  const server = await startGoogleCalendarServer({ events: 3 });
  const hub = await openHubHere(
    database,
    { definitions: [googleCalendar] },
    { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
  );
  await configureCalendar(hub, server);
  const integrationId = await connectCalendar(hub);
  const first = await lastRun(hub, integrationId);
  hub.advance(DAY_MS);
  await hub.app.features.jobs.enqueue('schedule-syncs', {});
  await eventually(async () => (await lastRun(hub, integrationId)).id !== first.id, 'the scheduled run');
  await hub.get('query Me { viewer { role } }');
  await hub[Symbol.asyncDispose]();
  await server.close();
  return receiver;
}

describeEachDatabase((database) => {
  test('a scheduled sync is one trace, from the job that found it due to the calls that it made', async () => {
    await using receiver = await traceScheduledSync(database);
    const run = receiver.spans.find(
      ({ name, attributes }) => name === 'sync CalendarEvent' && attributes['hub.sync.trigger'] === 'SCHEDULE',
    );
    const ofTrace = receiver.spans.filter(({ traceId }) => traceId === run?.traceId);
    const call = ofTrace.find(
      (span) => span.name === 'call google-calendar' && receiver.pathTo(span).includes('sync CalendarEvent'),
    );

    expect(call && receiver.pathTo(call)).toEqual([
      'job schedule-syncs',
      'job sync-google-calendar',
      'sync CalendarEvent',
      'page',
      'call google-calendar',
    ]);
    expect(call?.attributes).toMatchObject({ 'http.request.method': 'GET', 'http.response.status_code': 200 });
    expect(call?.attributes['url.path']).not.toContain('?');
    expect(receiver.services).toEqual(new Set(['integration-hub']));
    expect(receiver.spans.map(({ name }) => name)).toContain('graphql Me');
  });

  test('a run that somebody asked for hangs below their operation', async () => {
    await using receiver = await TraceReceiver.start();
    await using server = Object.assign(await startGoogleCalendarServer({ events: 3 }), {
      async [Symbol.asyncDispose]() {
        await server.close();
      },
    });
    const hub = await openHubHere(
      database,
      { definitions: [googleCalendar] },
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/v1/traces` },
    );
    await configureCalendar(hub, server);
    const integrationId = await connectCalendar(hub);
    const first = await lastRun(hub, integrationId);
    await trigger(hub, integrationId);
    await eventually(async () => (await lastRun(hub, integrationId)).id !== first.id, 'the run');
    await hub[Symbol.asyncDispose]();

    const runs = receiver.spans.filter(({ name }) => name === 'sync CalendarEvent');

    expect(runs.map((run) => receiver.pathTo(run)[0])).toContain('graphql Trigger');
  });

  test('an event of a webhook has a span, and a refusal no words that could hold a secret', async () => {
    await using receiver = await TraceReceiver.start();
    await using stage = await openWebhookStage(database, {}, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    await stage.deliver({ id: 'evt_traced', type: 'nothing.known' });
    await stage.settled();
    await stage.hub.app.close();

    const [event] = receiver.spans.filter(({ name }) => name.startsWith('webhook '));

    expect(event?.attributes).toMatchObject({ 'hub.provider': 'pushes', 'hub.webhook_event.attempt': 1 });
  });
});

async function trigger(hub: HubHere, integrationId: string): Promise<void> {
  await hub.get(
    `mutation Trigger($input: TriggerSyncInput!) { triggerSync(input: $input) { userErrors { message } } }`,
    { input: { integrationId, kind: 'FULL' } },
  );
}
