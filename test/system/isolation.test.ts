import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNamedType, isInputObjectType, type GraphQLArgument, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/platform/id.js';
import { configureCalendar, connectCalendar, lastRun } from '../kit/connect-calendar.js';
import { testDatabases, type DatabasePlace } from '../kit/databases.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../kit/google-calendar-server.js';
import { HubProcess } from '../kit/hub-process.js';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'));

/** Places that take an id of something a person owns: what a stranger asks there, with the id as `$id`. */
const WALK: Record<string, { kind: 'integration' | 'syncLog' | 'sync' | 'record'; document: string }[]> = {
  'Query.node.id': (['integration', 'syncLog', 'sync', 'record'] as const).map((kind) => ({
    kind,
    document: 'query ($id: ID!) { node(id: $id) { __typename id } }',
  })),
  'Query.nodes.ids': (['integration', 'syncLog', 'sync', 'record'] as const).map((kind) => ({
    kind,
    document: 'query ($id: ID!) { nodes(ids: [$id]) { __typename id } }',
  })),
  'Query.integration.id': [{ kind: 'integration', document: 'query ($id: ID!) { integration(id: $id) { id } }' }],
  'Query.syncLogs.filter.integrationId': [
    {
      kind: 'integration',
      document: 'query ($id: ID!) { syncLogs(filter: { integrationId: $id }) { totalCount nodes { id } } }',
    },
  ],
  'Mutation.startOAuth.input.integrationId': [
    {
      kind: 'integration',
      document: mutation('startOAuth', 'providerId: "google-calendar", integrationId: $id', 'integration { id }'),
    },
  ],
  'Mutation.connectWithApiKey.input.integrationId': [
    {
      kind: 'integration',
      document: mutation(
        'connectWithApiKey',
        'providerId: "google-calendar", apiKey: "x", integrationId: $id',
        'integration { id }',
      ),
    },
  ],
  'Mutation.triggerSync.input.integrationId': [
    { kind: 'integration', document: mutation('triggerSync', 'integrationId: $id', 'syncLogs { id }') },
  ],
  'Mutation.cancelSync.input.syncLogId': [
    { kind: 'syncLog', document: mutation('cancelSync', 'syncLogId: $id', 'syncLog { id }') },
  ],
  'Mutation.updateSync.input.syncId': [
    { kind: 'sync', document: mutation('updateSync', 'syncId: $id, enabled: false', 'sync { id }') },
  ],
  'Mutation.disconnectIntegration.input.integrationId': [
    {
      kind: 'integration',
      document: mutation('disconnectIntegration', 'integrationId: $id, deleteRecords: true', 'integration { id }'),
    },
  ],
  'Mutation.runAction.input.integrationId': [
    {
      kind: 'integration',
      document: mutation('runAction', 'integrationId: $id, action: "postMessage", input: {}', 'output'),
    },
  ],
  ...Object.fromEntries(
    ['healthChanged', 'connectionStatusChanged', 'syncProgressed', 'recordsChanged'].map((name) => [
      `Subscription.${name}.integrationId`,
      [{ kind: 'integration', document: `subscription ($id: ID!) { ${name}(integrationId: $id) { __typename } }` }],
    ]),
  ),
};

/** Ids that name nothing a person owns, or that only an operator or administrator may use at all. */
const NOT_OWNED = new Set([
  'Query.provider.id',
  'Query.integrations.filter.providerId',
  'Query.webhookEvents.filter.providerId',
  'Mutation.configureProvider.input.providerId',
  'Mutation.startOAuth.input.providerId',
  'Mutation.connectWithApiKey.input.providerId',
  'Mutation.replayWebhookEvent.input.webhookEventId',
  'Mutation.acknowledgeAlert.input.alertId',
  'Subscription.healthChanged.providerId',
  'Subscription.connectionStatusChanged.providerId',
]);

/** Filters by owner: asked for another's, they give an empty list. */
const OWNER_FILTERS = ['Query.integrations.filter.userId', 'Query.integrations.filter.tenantId'];

test('walks every place that takes an id', () => {
  const places = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    idPlaces(type as GraphQLObjectType),
  );

  expect(places.filter((place) => !(place in WALK) && !NOT_OWNED.has(place) && !OWNER_FILTERS.includes(place))).toEqual(
    [],
  );
});

describe.each(testDatabases.map((database) => [database.engine, database] as const))('on %s', (_engine, database) => {
  let place: DatabasePlace;
  let calendar: GoogleCalendarServer;
  let hub: HubProcess;
  let owned: Record<'integration' | 'syncLog' | 'sync' | 'record', string>;
  let ada: string;
  let strangers: [who: string, token: string][];

  beforeAll(async () => {
    place = await database.create();
    calendar = await startGoogleCalendarServer({ events: 3 });
    hub = await HubProcess.start({ DATABASE_URL: place.url });
    await configureCalendar(hub, calendar);
    ada = await hub.tokenFor({ tenant: 'acme', sub: 'ada' });
    strangers = [
      ['another tenant', await hub.tokenFor({ tenant: 'globex', sub: 'bob' })],
      ['an administrator of another tenant', await hub.tokenFor({ tenant: 'globex', sub: 'eve', role: 'admin' })],
      ['the same name in another tenant', await hub.tokenFor({ tenant: 'globex', sub: 'ada' })],
      ['a colleague', await hub.tokenFor({ tenant: 'acme', sub: 'carl' })],
    ];
    const integration = await connectCalendar(hub, { as: ada });
    const syncLog = (await lastRun(hub, integration, { as: ada })).id;
    const found = await hub.get<{
      integration: { syncs: { id: string }[]; records: { nodes: { id: string }[] } };
    }>(
      `query ($id: ID!) { integration(id: $id) { syncs { id } records(first: 1) { nodes { id } } } }`,
      { id: integration },
      { as: ada },
    );
    owned = {
      integration,
      syncLog,
      sync: found.integration.syncs[0]?.id as string,
      record: found.integration.records.nodes[0]?.id as string,
    };
  }, 60_000);

  afterAll(async () => {
    await hub?.[Symbol.asyncDispose]();
    await calendar?.close();
    await place?.[Symbol.asyncDispose]();
  });

  test.each(Object.entries(WALK).flatMap(([name, asks]) => asks.map((ask) => [name, ask.kind, ask.document] as const)))(
    '%s answers a stranger who names another’s %s as if there were none',
    async (_name, kind, document) => {
      const nothing = newId(prefixOf(kind));

      for (const [who, token] of strangers) {
        const foreign = await answerOf(hub, document, owned[kind], token);
        const none = await answerOf(hub, document, nothing, token);

        expect(foreign.replaceAll(owned[kind], '<id>'), who).toBe(none.replaceAll(nothing, '<id>'));
      }
    },
    30_000,
  );

  test.each(['tenantId: "acme"', 'userId: "ada"'])('lists nothing of others to a filter by %s', async (filter) => {
    const document = `{ integrations(filter: { ${filter} }) { totalCount nodes { id } } }`;

    for (const [who, token] of strangers) {
      expect(await hub.get(document, {}, { as: token }), who).toEqual({ integrations: { totalCount: 0, nodes: [] } });
    }
  });

  test('leaves what the owner has as it was', async () => {
    const view = await hub.get(
      `query ($id: ID!) { integration(id: $id) { connectionStatus { state } syncs { enabled recordCount } syncLogs { totalCount } } }`,
      { id: owned.integration },
      { as: ada },
    );

    expect(view).toEqual({
      integration: {
        connectionStatus: { state: 'CONNECTED' },
        syncs: [{ enabled: true, recordCount: 3 }],
        syncLogs: { totalCount: 1 },
      },
    });
  });

  test('tells a stranger who listens to everything nothing of others', async () => {
    const [, token] = strangers[0] as [string, string];
    const events = hub.watch('subscription { connectionStatusChanged { integration { id } } }', {}, { as: token });
    const first = events.next();

    await hub.get(
      mutation('triggerSync', 'integrationId: $id', 'syncLogs { id }'),
      { id: owned.integration },
      { as: ada },
    );
    await lastRun(hub, owned.integration, { as: ada });
    const told = await Promise.race([first, new Promise((resolve) => setImmediate(() => resolve('nothing')))]);

    expect(told).toBe('nothing');
    void events.return(undefined);
  });
});

async function answerOf(hub: HubProcess, document: string, id: string, as: string): Promise<string> {
  if (!document.startsWith('subscription')) return JSON.stringify(await hub.ask(document, { id }, { as }));
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${as}` },
    body: JSON.stringify({ query: document, variables: { id } }),
  });
  return `${response.status} ${await response.text()}`;
}

function mutation(name: string, input: string, fields: string): string {
  return `mutation ($id: ID!) { ${name}(input: { ${input} }) { ${fields} userErrors { code message field } } }`;
}

function prefixOf(kind: 'integration' | 'syncLog' | 'sync' | 'record') {
  return ({ integration: 'int', syncLog: 'slog', sync: 'sync', record: 'rec' } as const)[kind];
}

/** `Type.field.argument` or `Type.field.argument.inputField` of every id that a root type's fields take. */
function idPlaces(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).flatMap((field) =>
    field.args.flatMap((argument) => idsIn(argument).map((path) => `${type.name}.${field.name}.${path}`)),
  );
}

function idsIn(argument: GraphQLArgument): string[] {
  const named = getNamedType(argument.type);
  if (named.name === 'ID') return [argument.name];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields())
    .filter((field) => getNamedType(field.type).name === 'ID')
    .map((field) => `${argument.name}.${field.name}`);
}
