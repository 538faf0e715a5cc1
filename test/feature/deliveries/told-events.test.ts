import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { expect, test } from 'vitest';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { json, startProvider } from '../requests/provider-server.js';
import { openOutboundStage, type OutboundStage } from '../../kit/outbound/outbound-stage.js';

const ALL = [
  'INTEGRATION_CONNECTED',
  'INTEGRATION_DISCONNECTED',
  'INTEGRATION_REAUTHORIZATION_REQUIRED',
  'SYNC_COMPLETED',
  'SYNC_FAILED',
  'RECORDS_CHANGED',
  'HEALTH_CHANGED',
  'ALERT_FIRED',
  'ALERT_RESOLVED',
];

describeEachDatabase((database) => {
  test('tells signed of an account from its first sync to its end', async () => {
    await using stage = await openOutboundStage(database);
    const { hub, receiver } = stage;
    const { secret } = await stage.createEndpoint({ eventTypes: ALL });

    const integrationId = await stage.connect();
    await arrived(stage, 'sync.completed');
    await disconnect(stage, integrationId);
    await arrived(stage, 'integration.disconnected');

    const owner = { integrationId, tenantId: 'default', userId: 'operator', providerId: 'pushes' };
    const [connected] = receiver.of('integration.connected');
    expect(connected?.event.data).toEqual({ ...owner, isNew: true });
    const syncLogId = expect.stringMatching(/^slog_/) as string;
    expect(receiver.of('sync.completed')[0]?.event.data).toEqual({
      ...owner,
      syncLogId,
      model: 'Note',
      kind: 'FULL',
      added: 1,
      updated: 0,
      deleted: 0,
      unchanged: 0,
    });
    const [changed] = receiver.of('records.changed');
    expect(changed?.event.data).toMatchObject({ ...owner, syncLogId, model: 'Note', added: 1, updated: 0, deleted: 0 });
    expect(receiver.of('integration.disconnected')[0]?.event.data).toEqual({ ...owner, recordsDeleted: false });
    expect(await recordsAfter(stage, integrationId, changed?.event.data['cursorBefore'])).toEqual(['n1']);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { body, headers, event } of receiver.received) {
      expect(new StandardWebhook(secret).verify(body, headers)).toEqual(event);
      expect(() => new SvixWebhook(secret).verify(body, headers)).not.toThrow();
      expect(() => new SvixWebhook(secret).verify(`${body} `, headers)).toThrow('signature');
      expect(Math.abs(Date.parse(event.timestamp) - hub.now())).toBeLessThan(60_000);
    }
  });

  test('tells of a run that failed, and why', async () => {
    await using stage = await openOutboundStage(database);
    await stage.createEndpoint({ eventTypes: ['SYNC_FAILED', 'SYNC_COMPLETED'] });
    stage.behaviour.notes = () => {
      throw new HubError('PROVIDER_REJECTED', 'Pushes says that there are no notes.');
    };

    const integrationId = await stage.connect();
    await arrived(stage, 'sync.failed');

    expect(stage.receiver.of('sync.failed')[0]?.event.data).toMatchObject({
      integrationId,
      model: 'Note',
      problem: { code: 'PROVIDER_REJECTED', message: 'Pushes says that there are no notes.', retryable: false },
    });
    expect(stage.receiver.of('sync.completed')).toEqual([]);
  });

  test('tells how its calls go, and that its owner has to connect it again', async () => {
    await using stage = await openOutboundStage(database);
    await using provider = await startProvider();
    const { receiver } = stage;
    await stage.createEndpoint({ eventTypes: ALL });
    await stage.hub.get(
      `mutation ($url: URL!) {
        configureProvider(input: { providerId: "pushes", endpoints: { apiUrl: $url } }) { userErrors { message } }
      }`,
      { url: provider.url },
    );
    const integrationId = await stage.connect();

    await call(stage, integrationId);
    await arrived(stage, 'health.changed');
    provider.behaviour.api = (_, response) => json(response, 401, { error: 'no such key' });
    await call(stage, integrationId);
    await arrived(stage, 'alert.fired');
    await arrived(stage, 'integration.reauthorization_required');

    expect(receiver.of('health.changed')[0]?.event.data).toMatchObject({
      integrationId,
      previous: 'UNKNOWN',
      state: 'HEALTHY',
    });
    expect(receiver.of('integration.reauthorization_required').map(({ event }) => event.data)).toMatchObject([
      { integrationId, tenantId: 'default', problem: { code: 'REAUTHORIZATION_REQUIRED', retryable: false } },
    ]);
    expect(receiver.of('alert.fired')[0]?.event.data).toMatchObject({ integrationId, tenantId: 'default' });
  });

  test('tells each endpoint of what it wants, and of its own tenant', async () => {
    await using stage = await openOutboundStage(database);
    const { receiver } = stage;
    await stage.createEndpoint({ address: `${receiver.url}/connected`, eventTypes: ['INTEGRATION_CONNECTED'] });
    await stage.createEndpoint({ address: `${receiver.url}/other`, eventTypes: ALL, tenantId: 'another' });
    await stage.createEndpoint({ address: `${receiver.url}/own`, eventTypes: ['SYNC_COMPLETED'], tenantId: 'default' });

    await stage.connect();
    await arrived(stage, 'sync.completed');
    await stage.until('everything to be sent', (all) => all.every(({ state }) => state === 'DELIVERED'));

    const told = receiver.received.map(({ path, event }) => `${path} ${event.type}`).toSorted();
    expect(told).toEqual(['/hooks/connected integration.connected', '/hooks/own sync.completed']);
  });

  test('stores nothing that no endpoint wants', async () => {
    await using stage = await openOutboundStage(database);
    await stage.createEndpoint({ eventTypes: ['ALERT_FIRED'] });

    await stage.connect();
    const { db } = stage.hub.app.database;
    await eventually(
      async () => (await db.selectFrom('sync_log').select('id').where('state', '=', 'SUCCEEDED').execute()).length > 0,
      'the first sync',
    );

    expect(await db.selectFrom('outbound_event').selectAll().execute()).toEqual([]);
  });

  test('tells of an alert that fires and of its end', async () => {
    await using stage = await openOutboundStage(database);
    await stage.createEndpoint({ eventTypes: ['ALERT_FIRED', 'ALERT_RESOLVED'] });
    const { alerts } = stage.hub.app.features;
    const key = { rule: 'WEBHOOK_DEAD' as const, cause: 'test 1' };
    await stage.alertsAtRest();

    await alerts.fire({ ...key, title: 'Pushes: events fail', message: 'Look at them.' });
    await alerts.fire({ ...key, title: 'Pushes: events fail', message: 'Two are dead. Look at them.' });
    await alerts.resolve(key);
    await arrived(stage, 'alert.resolved');
    await arrived(stage, 'alert.fired');

    expect(stage.receiver.of('alert.fired').map(({ event }) => event.data)).toEqual([
      {
        integrationId: null,
        tenantId: null,
        userId: null,
        providerId: null,
        alertId: expect.stringMatching(/^alrt_/) as string,
        rule: 'WEBHOOK_DEAD',
        title: 'Pushes: events fail',
        message: 'Look at them.',
      },
    ]);
    expect(stage.receiver.of('alert.resolved')).toHaveLength(1);
  });
});

function arrived({ receiver }: OutboundStage, type: string): Promise<void> {
  return eventually(async () => receiver.of(type).length > 0, `${type} to arrive`);
}

async function call({ hub }: OutboundStage, id: string): Promise<void> {
  await hub.get(
    `mutation ($id: ID!) { callProvider(input: { integrationId: $id, method: GET, path: "things" }) { status } }`,
    { id },
  );
}

async function disconnect({ hub }: OutboundStage, id: string): Promise<void> {
  await hub.get(
    `mutation ($id: ID!) { disconnectIntegration(input: { integrationId: $id, deleteRecords: false }) { userErrors { message } } }`,
    { id },
  );
}

async function recordsAfter({ hub }: OutboundStage, id: string, after: unknown): Promise<string[]> {
  const { integration } = await hub.get<{ integration: { records: { nodes: { externalId: string }[] } } }>(
    `query ($id: ID!, $after: String) { integration(id: $id) { records(after: $after) { nodes { externalId } } } }`,
    { id, after },
  );
  return integration.records.nodes.map(({ externalId }) => externalId);
}
