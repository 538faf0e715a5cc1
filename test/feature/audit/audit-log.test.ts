import { readFile } from 'node:fs/promises';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { removeOldEntries } from '../../../src/audit/audit-retention.js';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { VisibleReader } from '../../../src/viewer/visible-reader.js';
import { ada as adaOfAcme } from '../../kit/api.js';
import { configureCalendar, connectCalendar, lastRun } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere, OPERATOR_KEY, type HubHere } from '../../kit/hub-here.js';
import type { Asking } from '../../kit/hub-process.js';
import { openWebhookStage } from '../../kit/webhook-stage.js';

const LIST = await readFile('schema/operations/audit-log.graphql', 'utf8');
const DAY_MS = 24 * 60 * 60_000;
const JWT_SECRET = 'a secret that only the tests share, 32+';
/** What must stand nowhere in the log. */
const PLANTED = 'planted-5f3a';

interface Entry {
  id: string;
  action: string;
  userId: string;
  integrationId: string | null;
  outcome: string;
}

interface Listed {
  data: {
    auditLog: { totalCount: number; nodes: Entry[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  } | null;
  errors?: { extensions: { code: string } }[];
}

function tokenFor(sub: string, tenant: string, role: 'user' | 'admin' = 'user'): Promise<string> {
  return new SignJWT({ tenant, role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JWT_SECRET));
}

async function post(hub: HubHere, bearer: string, query: string, variables: object = {}): Promise<Response> {
  return fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query, variables }),
  });
}

async function listAs(hub: HubHere, bearer: string, variables: object = {}): Promise<Listed> {
  return (await (await post(hub, bearer, LIST, variables)).json()) as Listed;
}

async function entriesFor(hub: HubHere, bearer: string, filter: object = {}): Promise<Entry[]> {
  return (await listAs(hub, bearer, { filter })).data?.auditLog.nodes ?? [];
}

/** The hub with a calendar that ada of acme connected. */
async function open(database: TestDatabase) {
  const server = await startGoogleCalendarServer({ events: 3 });
  const hub = await openHubHere(database, { definitions: [googleCalendar] }, { HUB_JWT_SECRET: JWT_SECRET });
  await configureCalendar(hub, server);
  const [ada, boss, eve] = await Promise.all([
    tokenFor('ada', 'acme'),
    tokenFor('boss', 'acme', 'admin'),
    tokenFor('eve', 'globex', 'admin'),
  ]);
  const asAda = {
    url: hub.url,
    async get<Data>(query: string, variables: Record<string, unknown> = {}, { cookies }: Asking = {}) {
      const response = await post(hub, ada, query, variables);
      cookies?.keep(response);
      return ((await response.json()) as { data: Data }).data;
    },
  };
  const integrationId = await connectCalendar(asAda);
  const first = await lastRun(asAda, integrationId);
  return {
    hub,
    ada,
    boss,
    eve,
    integrationId,
    first,
    async mutate(bearer: string, name: string, input: object): Promise<Response> {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const document = `mutation M($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`;
      return post(hub, bearer, document, { input });
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

describeEachDatabase((database) => {
  test('tells who did what with which account, and under which request', async () => {
    await using on = await open(database);
    const { hub, ada, boss, integrationId } = on;
    const { id: syncId } = await hub.app.database.db.selectFrom('sync').select('id').executeTakeFirstOrThrow();
    const event = { integrationId, summary: PLANTED, startsAt: '2031-03-03T09:00:00Z', endsAt: '2031-03-03T10:00:00Z' };
    await on.mutate(ada, 'updateSync', { syncId, enabled: false });
    await on.mutate(ada, 'googleCalendarCreateEvent', event);
    const call = { method: 'GET', path: 'calendar/v3/users/me/calendarList', query: { q: PLANTED } };
    await on.mutate(boss, 'callProvider', { integrationId, ...call });
    const answer = await on.mutate(boss, 'disconnectIntegration', { integrationId });

    const entries = await entriesFor(hub, boss);

    const about = { tenantId: 'acme', integrationId, providerId: 'google-calendar' };
    const byAda = { ...about, userId: 'ada', role: 'USER', via: 'jwt', outcome: 'SUCCEEDED' };
    const byBoss = { ...about, userId: 'boss', role: 'ADMIN', via: 'jwt' };
    expect(entries).toMatchObject([
      {
        ...byBoss,
        action: 'DISCONNECTED',
        subject: null,
        outcome: 'SUCCEEDED',
        requestId: answer.headers.get('x-request-id'),
      },
      { ...byBoss, action: 'PROVIDER_CALLED', subject: expect.stringMatching(/^GET \/\S*calendarList$/) },
      { ...byAda, action: 'ACTION_RUN', subject: 'createEvent' },
      { ...byAda, action: 'SYNC_UPDATED', subject: syncId },
      { ...byAda, action: 'CONNECTED', role: null, via: null },
    ]);
    expect(JSON.stringify(await hub.app.database.db.selectFrom('audit_entry').selectAll().execute())).not.toContain(
      PLANTED,
    );
  });

  test('shows administrators what concerns their tenant, operators all, and users nothing', async () => {
    await using on = await open(database);
    const { hub, ada, boss, eve, integrationId } = on;
    await on.mutate(OPERATOR_KEY, 'triggerSync', { integrationId });

    const [ofBoss, ofEve, ofOperator, ofAda] = await Promise.all([
      entriesFor(hub, boss),
      entriesFor(hub, eve),
      entriesFor(hub, OPERATOR_KEY),
      listAs(hub, ada),
    ]);
    const named = await entriesFor(hub, eve, { integrationId });

    expect(ofBoss.map(({ action, userId }) => `${userId} ${action}`)).toEqual([
      'operator SYNC_TRIGGERED',
      'ada CONNECTED',
    ]);
    expect([ofEve, named]).toEqual([[], []]);
    expect(ofOperator.map(({ action }) => action)).toEqual(['SYNC_TRIGGERED', 'CONNECTED', 'PROVIDER_CONFIGURED']);
    expect(ofAda.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    // Nor does any other way lead there.
    const read = new VisibleReader(hub.app.database.db, adaOfAcme);
    expect(await read.from('audit_entry').selectAll('audit_entry').execute()).toEqual([]);
  });

  test('writes nothing of what did not happen, and how what was tried ended', async () => {
    await using on = await open(database);
    const { hub, ada, boss, eve, integrationId, first } = on;
    const before = (await entriesFor(hub, OPERATOR_KEY)).length;
    // It is over, it is another tenant's, and its input is wrong.
    await on.mutate(ada, 'cancelSync', { syncLogId: first.id });
    await on.mutate(eve, 'disconnectIntegration', { integrationId });
    await on.mutate(ada, 'runAction', { integrationId, action: 'createEvent', input: {} });
    expect(await entriesFor(hub, OPERATOR_KEY)).toHaveLength(before);

    await on.mutate(ada, 'googleCalendarDeleteEvent', { integrationId, eventId: 'there-is-none' });

    const [failed] = await entriesFor(hub, boss);
    expect(failed).toMatchObject({ action: 'ACTION_RUN', userId: 'ada' });
    expect(failed?.outcome).not.toBe('SUCCEEDED');
  });

  test('forgets entries when they are old enough, and not before', async () => {
    await using on = await open(database);
    const { db } = on.hub.app.database;
    const count = async () => (await db.selectFrom('audit_entry').select('id').execute()).length;

    await removeOldEntries(db, on.hub.now() + 300 * DAY_MS, 365 * DAY_MS);
    const young = await count();
    await removeOldEntries(db, on.hub.now() + 366 * DAY_MS, Infinity);
    const forEver = await count();
    await removeOldEntries(db, on.hub.now() + 366 * DAY_MS, 365 * DAY_MS);

    expect([young, forEver, await count()]).toEqual([2, 2, 0]);
  });

  test('is read in pages and by filter', async () => {
    await using on = await open(database);
    const { hub, ada, boss, integrationId } = on;
    for (let run = 0; run < 3; run += 1) await on.mutate(ada, 'triggerSync', { integrationId });

    const firstPage = (await listAs(hub, boss, { first: 2 })).data?.auditLog;
    const rest = (await listAs(hub, boss, { first: 2, after: firstPage?.pageInfo.endCursor })).data?.auditLog;
    const connected = await entriesFor(hub, boss, { action: 'CONNECTED', userId: 'ada', integrationId });
    const later = await entriesFor(hub, boss, { after: new Date(hub.now() + 60_000).toISOString() });
    const earlier = await entriesFor(hub, boss, { before: new Date(hub.now() + 60_000).toISOString() });

    expect([firstPage?.totalCount, firstPage?.nodes.length, firstPage?.pageInfo.hasNextPage]).toEqual([4, 2, true]);
    expect([...(firstPage?.nodes ?? []), ...(rest?.nodes ?? [])].map(({ action }) => action)).toEqual([
      'SYNC_TRIGGERED',
      'SYNC_TRIGGERED',
      'SYNC_TRIGGERED',
      'CONNECTED',
    ]);
    expect([connected.length, later.length, earlier.length]).toEqual([1, 0, 4]);
  });

  test('has who read webhooks and who had them processed again, each list of them by one statement', async () => {
    let statements = 0;
    await using stage = await openWebhookStage(database, { onStatement: () => (statements += 1) });
    const count = async (first: number) => {
      const before = statements;
      await stage.hub.get('query ($first: Int!) { webhookEvents(first: $first) { nodes { payload } } }', { first });
      return statements - before;
    };
    for (const id of ['evt_a', 'evt_b', 'evt_c']) await stage.deliver({ id, type: 'nothing.known' });
    const events = await stage.settled();
    await stage.hub.app.features.jobs.stop();
    const one = await count(1);
    const three = await count(3);
    await stage.hub.get(
      `mutation { replayWebhookEvents(input: { filter: { providerId: "pushes" } }) { userErrors { code } } }`,
    );

    const entries = (await entriesFor(stage.hub, OPERATOR_KEY)).map(({ action }) => action);

    expect(three).toBe(one);
    expect(entries.filter((action) => action === 'WEBHOOK_PAYLOAD_READ')).toHaveLength(1 + events.length);
    expect(entries[0]).toBe('WEBHOOK_EVENTS_REPLAYED');
  });
});
