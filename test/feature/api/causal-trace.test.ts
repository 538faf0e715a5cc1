import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { acmeAdmin, ada, eve, openApi } from '../../kit/api.js';
import { configureCalendar, connectCalendar, lastRun, syncNow } from '../../kit/connect-calendar.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere } from '../../kit/hub-here.js';
import {
  addAlert,
  addApiCall,
  addIntegration,
  addRecord,
  addSync,
  addSyncLog,
  addWebhookEvent,
  NOON,
} from '../../kit/rows.js';

const TRACE = await readFile('schema/operations/causal-trace.graphql', 'utf8');
const RECORDS = `query ($id: ID!) { integration(id: $id) { records(first: 100, filter: { model: "CalendarEvent" }) { nodes { id data } } } }`;

interface Trace {
  node: {
    externalId: string;
    syncLog: {
      id: string;
      kind: string;
      trigger: string;
      triggeredBy: string | null;
      webhookEvents: { id: string }[];
      apiCallLog: { nodes: { id: string; endpoint: string; statusCode: number }[] };
      alerts: { id: string; rule: string }[];
    } | null;
  };
}

describeEachDatabase((database) => {
  test('leads from each record to the run that changed it last, its calls, and who asked for it', async () => {
    await using calendar = await startGoogleCalendarServer({ events: 5 });
    // Polled only: what the calendar would push has runs of its own.
    calendar.channels.requiresHttps = true;
    await using hub = await openHubHere(database);
    await configureCalendar(hub, calendar);
    const integrationId = await connectCalendar(hub);
    await lastRun(hub, integrationId);
    const { integration } = await hub.get<{
      integration: { records: { nodes: { id: string; data: { id: string } }[] } };
    }>(RECORDS, { id: integrationId });
    const [changed, other] = integration.records.nodes as [{ id: string; data: { id: string } }, { id: string }];
    const trace = async (id: string) => (await hub.get<Trace>(TRACE, { id })).node.syncLog;
    // Calls are written a moment after they were made.
    const first = await vi.waitFor(async () => {
      const log = await trace(changed.id);
      expect(log?.apiCallLog.nodes).not.toEqual([]);
      return log;
    });

    calendar.updateEvent(changed.data.id, { summary: 'Another' });
    await syncNow(hub, integrationId, 'INCREMENTAL');
    const second = await trace(changed.id);
    calendar.deleteEvent(changed.data.id);
    await syncNow(hub, integrationId);

    expect(first).toMatchObject({ kind: 'FULL', trigger: 'INITIAL', triggeredBy: null, webhookEvents: [], alerts: [] });
    expect(first?.apiCallLog.nodes[0]).toMatchObject({
      statusCode: 200,
      endpoint: expect.stringContaining('/calendar/v3/'),
    });
    expect(second).toMatchObject({ kind: 'INCREMENTAL', trigger: 'MANUAL', triggeredBy: 'operator' });
    expect((await trace(changed.id))?.id).not.toBe(second?.id);
    expect(await trace(other.id)).toEqual(first);
  });

  test('leads on to the webhook event and the alerts, as far as one may see them', async () => {
    await using api = await openApi(database);
    const { db } = api;
    const { id: integrationId } = await addIntegration(db);
    const sync = await addSync(db, { integrationId });
    const log = await addSyncLog(db, sync, {
      kind: 'REALTIME',
      trigger: 'WEBHOOK',
      startedAt: NOON,
      finishedAt: NOON + 1_000,
    });
    const event = await addWebhookEvent(db, [integrationId]);
    await db.insertInto('webhook_event_run').values({ webhookEventId: event.id, syncLogId: log.id }).execute();
    await db.insertInto('record_span').values({ integrationId, sequenceBefore: 0, syncLogId: log.id }).execute();
    const call = await addApiCall(db, { integrationId, syncLogId: log.id });
    await addApiCall(db, { integrationId });
    const alert = await addAlert(db, { integrationId, tenantId: 'acme', firedAt: NOON + 30_000 });
    await addAlert(db, { integrationId, tenantId: 'acme', cause: 'later', firedAt: NOON + 10 * 60_000 });
    const record = await addRecord(db, { integrationId, sequence: 1 });
    const late = await addRecord(db, { integrationId, sequence: 2 });
    const early = await addRecord(db, { integrationId, sequence: 0 });

    const trace = async (id: string, viewer = ada) => (await api.askAs(viewer, TRACE, { id })).data as unknown as Trace;

    expect((await trace(record.id)).node.syncLog).toMatchObject({
      id: log.id,
      webhookEvents: [{ id: event.id }],
      apiCallLog: { nodes: [{ id: call.id }] },
      alerts: [],
    });
    expect((await trace(record.id, acmeAdmin)).node.syncLog?.alerts).toMatchObject([{ id: alert.id }]);
    expect((await trace(late.id)).node.syncLog?.id).toBe(log.id);
    expect((await trace(early.id)).node.syncLog).toBeNull();
    expect((await trace(record.id, eve)).node).toBeNull();
    await db.deleteFrom('sync_log').execute();
    expect((await trace(record.id)).node).toMatchObject({ syncLog: null });
  });

  test('costs as many statements for many records as for one', async () => {
    await using api = await openApi(database);
    const { db } = api;
    const { id: integrationId } = await addIntegration(db);
    const sync = await addSync(db, { integrationId });
    for (let sequence = 1; sequence <= 40; sequence += 1) {
      const log = await addSyncLog(db, sync, { state: 'SUCCEEDED' });
      await db
        .insertInto('record_span')
        .values({ integrationId, sequenceBefore: sequence - 1, syncLogId: log.id })
        .execute();
      await addRecord(db, { integrationId, sequence });
    }
    const count = (first: number) =>
      api.countStatements(() =>
        api.askAs(
          ada,
          `query ($id: ID!, $first: Int!) { integration(id: $id) { records(first: $first) { nodes {
            syncLog { id webhookEvents { id } apiCallLog { nodes { id } } alerts { id } }
          } } } }`,
          { id: integrationId, first },
        ),
      );

    expect(await count(40)).toBe(await count(1));
  });
});
