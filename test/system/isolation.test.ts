import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/platform/id.js';
import { configureCalendar, connectCalendar, lastRun } from '../kit/connect-calendar.js';
import { testDatabases, type DatabasePlace } from '../kit/databases.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../kit/google-calendar-server.js';
import { eventually, HubProcess } from '../kit/hub-process.js';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'));

/** What a person, or of alerts a tenant, owns, and how its ids begin. */
const PREFIXES = {
  integration: 'int',
  syncLog: 'slog',
  sync: 'sync',
  record: 'rec',
  apiCall: 'call',
  alert: 'alrt',
  webhookEvent: 'whe',
  outboundEndpoint: 'oend',
  outboundDelivery: 'odel',
} as const;

type Kind = keyof typeof PREFIXES;

const KINDS = Object.keys(PREFIXES) as Kind[];

const NODES = KINDS.filter((kind) => !kind.startsWith('outbound'));

/** Places that take an id of something a person owns: what a stranger asks there, with the id as `$id`. */
const WALK: Record<string, { kind: Kind; document: string }[]> = {
  'Query.node.id': KINDS.map((kind) => ({
    kind,
    document: 'query ($id: ID!) { node(id: $id) { __typename id } }',
  })),
  'Query.nodes.ids': KINDS.map((kind) => ({
    kind,
    document: 'query ($id: ID!) { nodes(ids: [$id]) { __typename id } }',
  })),
  'Query.integration.id': [{ kind: 'integration', document: 'query ($id: ID!) { integration(id: $id) { id } }' }],
  'Query.outboundEndpoint.id': [
    { kind: 'outboundEndpoint', document: 'query ($id: ID!) { outboundEndpoint(id: $id) { id address } }' },
  ],
  'Query.syncLogs.filter.integrationId': [
    {
      kind: 'integration',
      document: 'query ($id: ID!) { syncLogs(filter: { integrationId: $id }) { totalCount nodes { id } } }',
    },
  ],
  'Query.auditLog.filter.integrationId': [
    {
      kind: 'integration',
      document: 'query ($id: ID!) { auditLog(filter: { integrationId: $id }) { totalCount nodes { id } } }',
    },
  ],
  'Integration.syncLogs.filter.integrationId': [
    {
      kind: 'integration',
      document: `query ($id: ID!) {
        integrations { nodes { id syncLogs(filter: { integrationId: $id }) { totalCount nodes { id } } } }
      }`,
    },
  ],
  ...Object.fromEntries(
    modelLists().map((name) => [
      `Query.${name}.integrationId`,
      [
        {
          kind: 'integration' as const,
          document: `query ($id: ID!) { ${name}(integrationId: $id) { totalCount nodes { id } } }`,
        },
      ],
    ]),
  ),
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
    Object.entries({
      callProvider: 'method: GET, path: "calendar/v3/users/me/calendarList"',
      googleCalendarListEvents: '',
      googleCalendarCreateEvent: 'startDate: "2026-11-24", endDate: "2026-11-25"',
      googleCalendarUpdateEvent: 'eventId: "event00001", summary: "Mine"',
      googleCalendarDeleteEvent: 'eventId: "event00001"',
      slackPostMessage: 'channel: "C000000001", text: "Hello"',
      slackGetChannels: '',
      gmailSendEmail: 'to: ["ben@example.com"], subject: "Hello", text: "Hello"',
      gmailGetMessage: 'messageId: "m1"',
      stripeCreateSubscription: 'customer: "cus_1", items: [{ price: "price_1" }]',
      stripeCancelSubscription: 'subscription: "sub_1"',
      githubCreateIssue: 'owner: "octocat", repo: "hello", title: "Hello"',
    }).map(([name, input]) => [
      `Mutation.${name}.input.integrationId`,
      [
        {
          kind: 'integration' as const,
          document: mutation(name, `integrationId: $id, ${input}`, '__typename'),
        },
      ],
    ]),
  ),
  'Mutation.acknowledgeAlert.input.alertId': [
    { kind: 'alert', document: mutation('acknowledgeAlert', 'alertId: $id', 'alert { id }') },
  ],
  'Mutation.replayWebhookEvent.input.webhookEventId': [
    {
      kind: 'webhookEvent',
      document: mutation('replayWebhookEvent', 'webhookEventId: $id', 'webhookEvent { id }'),
    },
  ],
  ...Object.fromEntries(
    Object.entries({
      updateOutboundEndpoint: ['enabled: false', 'endpoint { id }'],
      rotateOutboundEndpointSecret: ['', 'endpoint { id } secret'],
      removeOutboundEndpoint: ['', 'removedId'],
      sendTestEvent: ['', 'delivery { id }'],
      replayOutboundDeliveries: ['filter: { state: DELIVERED }', 'replayed'],
    }).map(([name, [input, fields = '']]) => [
      `Mutation.${name}.input.endpointId`,
      [{ kind: 'outboundEndpoint' as const, document: mutation(name, `endpointId: $id, ${input}`, fields) }],
    ]),
  ),
  'Mutation.replayOutboundDelivery.input.deliveryId': [
    { kind: 'outboundDelivery', document: mutation('replayOutboundDelivery', 'deliveryId: $id', 'delivery { id }') },
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
  'Mutation.removeProvider.input.providerId',
  'Mutation.startOAuth.input.providerId',
  'Mutation.connectWithApiKey.input.providerId',
  'Mutation.replayWebhookEvents.input.filter.providerId',
  'Subscription.healthChanged.providerId',
  'Subscription.connectionStatusChanged.providerId',
  ...modelLists().flatMap(providersIds),
]);

/** Filters by owner: asked for another's, they give an empty list. */
const OWNER_FILTERS = [
  'Query.integrations.filter.userId',
  'Query.integrations.filter.tenantId',
  'Query.auditLog.filter.userId',
];

test('walks every place that takes an id', () => {
  const places = Object.values(schema.getTypeMap()).filter(isObjectType).flatMap(idPlaces);

  expect(places.filter((place) => !(place in WALK) && !NOT_OWNED.has(place) && !OWNER_FILTERS.includes(place))).toEqual(
    [],
  );
});

describe.each(testDatabases.map((database) => [database.engine, database] as const))('on %s', (_engine, database) => {
  let place: DatabasePlace;
  let calendar: GoogleCalendarServer;
  let hub: HubProcess;
  let owned: Record<Kind, string>;
  let ada: string;
  let boss: string;
  let strangers: [who: string, token: string][];

  beforeAll(async () => {
    place = await database.create();
    calendar = await startGoogleCalendarServer({ events: 3 });
    hub = await HubProcess.start({ DATABASE_URL: place.url });
    await configureCalendar(hub, calendar);
    ada = await hub.tokenFor({ tenant: 'acme', sub: 'ada' });
    boss = await hub.tokenFor({ tenant: 'acme', sub: 'boss', role: 'admin' });
    const alert = await causeAlert(hub, calendar, boss);
    strangers = [
      ['another tenant', await hub.tokenFor({ tenant: 'globex', sub: 'bob' })],
      ['an administrator of another tenant', await hub.tokenFor({ tenant: 'globex', sub: 'eve', role: 'admin' })],
      ['the same name in another tenant', await hub.tokenFor({ tenant: 'globex', sub: 'ada' })],
      ['a colleague', await hub.tokenFor({ tenant: 'acme', sub: 'carl' })],
    ];
    // They have something of their own to look from.
    for (const [, as] of strangers) await connectCalendar(hub, { as });
    const integration = await connectCalendar(hub, { as: ada });
    const syncLog = (await lastRun(hub, integration, { as: ada })).id;
    const read = async () => (await hub.get<Owned>(OWNED, { id: integration }, { as: ada })).integration;
    await eventually(async () => (await read()).apiCalls.nodes.length > 0, 'its API calls to be in the log');
    await eventually(async () => (await read()).webhookEvents.nodes.length > 0, 'the first message of its channel');
    const { syncs, records, apiCalls, webhookEvents } = await read();
    const [sync, record, apiCall] = [syncs[0]!.id, records.nodes[0]!.id, apiCalls.nodes[0]!.id];
    const webhookEvent = webhookEvents.nodes[0]!.id;
    const outbound = await causeDelivery(hub, calendar, boss);
    owned = { integration, syncLog, sync, record, apiCall, alert, webhookEvent, ...outbound };
  }, 60_000);

  afterAll(async () => {
    await hub?.[Symbol.asyncDispose]();
    await calendar?.close();
    await place?.[Symbol.asyncDispose]();
  });

  test.each(Object.entries(WALK).flatMap(([name, asks]) => asks.map((ask) => [name, ask.kind, ask.document] as const)))(
    '%s answers a stranger who names another’s %s as if there were none',
    async (_name, kind, document) => {
      const nothing = newId(PREFIXES[kind]);

      for (const [who, token] of strangers) {
        const foreign = await answerOf(hub, document, owned[kind], token);
        const none = await answerOf(hub, document, nothing, token);

        expect(foreign.replaceAll(owned[kind], '<id>'), who).toBe(none.replaceAll(nothing, '<id>'));
      }
    },
    30_000,
  );

  test('finds by each id what its owner asks for', async () => {
    for (const kind of NODES) {
      const as = kind === 'alert' ? boss : ada;

      expect(await hub.get(NODE, { id: owned[kind] }, { as }), kind).toEqual({ node: { id: owned[kind] } });
    }
  });

  test.each(['tenantId: "acme"', 'userId: "ada"'])('lists nothing of others to a filter by %s', async (filter) => {
    const document = `{ integrations(filter: { ${filter} }) { totalCount nodes { id } } }`;

    for (const [who, token] of strangers) {
      const { integrations } = await hub.get<Listed>(document, {}, { as: token });

      expect(integrations.nodes.map(({ id }) => id)).not.toContain(owned.integration);
      expect(integrations.totalCount, who).toBe(integrations.nodes.length);
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
        syncs: [
          { enabled: true, recordCount: 3 },
          { enabled: true, recordCount: 1 },
        ],
        syncLogs: { totalCount: 2 },
      },
    });
    expect(
      await hub.get(
        '{ outboundEndpoints { nodes { disabledAt oldSecretEndsAt deliveries { totalCount } } } }',
        {},
        { as: boss },
      ),
    ).toEqual({
      outboundEndpoints: { nodes: [{ disabledAt: null, oldSecretEndsAt: null, deliveries: { totalCount: 1 } }] },
    });
  });

  describe.each(['connectionStatusChanged', 'healthChanged', 'syncProgressed', 'recordsChanged'])('%s', (name) => {
    test.each([
      ['a user', { tenant: `globex of ${name}`, sub: 'bob' }],
      ['an administrator', { tenant: `initech of ${name}`, sub: 'eve', role: 'admin' }],
      ['a colleague', { tenant: 'acme', sub: `carl of ${name}` }],
    ] as const)(`tells %s who listens to everything of what is theirs and of nothing else`, async (_who, listener) => {
      const [mine, others] = await Promise.all([
        hub.tokenFor(listener),
        hub.tokenFor({ tenant: 'acme', sub: `ada, unlike ${listener.sub} of ${name}` }),
      ]);
      const [told, toldToOthers] = [await listen(hub, name, mine), await listen(hub, name, others)];

      const foreign = await connectCalendar(hub, { as: others });
      await lastRun(hub, foreign, { as: others });
      await eventually(async () => toldToOthers.has(foreign), 'the owner to be told of the foreign change');
      const own = await connectCalendar(hub, { as: mine });
      await eventually(async () => told.has(own), 'the listener to be told of their own change');

      expect([...told]).toEqual([own]);
      expect([...toldToOthers]).toEqual([foreign]);
    });
  });
});

interface Ids {
  nodes: { id: string }[];
}

interface Owned {
  integration: { syncs: { id: string }[]; records: Ids; apiCalls: Ids; webhookEvents: Ids };
}

const OWNED = `query ($id: ID!) {
  integration(id: $id) { syncs { id } records(first: 1) { nodes { id } } apiCalls(first: 1) { nodes { id } } webhookEvents { nodes { id } } }
}`;

interface Listed {
  integrations: Ids & { totalCount: number };
}

const NODE = 'query ($id: ID!) { node(id: $id) { id } }';

/** The alert about an account whose provider refuses every call. */
async function causeAlert(hub: HubProcess, calendar: GoogleCalendarServer, admin: string): Promise<string> {
  const as = await hub.tokenFor({ tenant: 'acme', sub: 'dora' });
  calendar.breakWith('forbidden');
  const refused = await connectCalendar(hub, { as });
  await lastRun(hub, refused, { as });
  calendar.mend();
  const alerts: { id: string }[] = [];
  await eventually(async () => {
    const answer = await hub.get<{ alerts: Ids }>('{ alerts(first: 1) { nodes { id } } }', {}, { as: admin });
    return alerts.push(...answer.alerts.nodes) > 0;
  }, 'an alert to fire');
  return alerts[0]!.id;
}

/** An endpoint of the tenant's, and something that was sent there. */
async function causeDelivery(hub: HubProcess, { url }: GoogleCalendarServer, as: string) {
  const { createOutboundEndpoint } = await hub.get<{ createOutboundEndpoint: { endpoint: { id: string } } }>(
    `mutation ($address: String!) {
      createOutboundEndpoint(input: { address: $address, eventTypes: [ALERT_FIRED] }) { endpoint { id } }
    }`,
    { address: url },
    { as },
  );
  const outboundEndpoint = createOutboundEndpoint.endpoint.id;
  const { sendTestEvent } = await hub.get<{ sendTestEvent: { delivery: { id: string } } }>(
    'mutation ($id: ID!) { sendTestEvent(input: { endpointId: $id }) { delivery { id } } }',
    { id: outboundEndpoint },
    { as },
  );
  return { outboundEndpoint, outboundDelivery: sendTestEvent.delivery.id };
}

/** Ids of the integrations that a subscriber is told of, once the stream is open. */
async function listen(hub: HubProcess, name: string, as: string): Promise<Set<string>> {
  const told = new Set<string>();
  const opened = Promise.withResolvers<void>();
  const events = hub.watch<Record<string, { integration: { id: string } }>>(
    `subscription { ${name} { integration { id } } }`,
    {},
    { as, onOpen: opened.resolve },
  );
  const reading = (async () => {
    for await (const event of events) told.add(event[name]!.integration.id);
  })();
  // It ends with the hub.
  reading.catch(opened.reject);
  await opened.promise;
  return told;
}

async function answerOf(hub: HubProcess, document: string, id: string, as: string): Promise<string> {
  if (!document.startsWith('subscription')) return JSON.stringify(await hub.ask(document, { id }, { as }));
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${as}` },
    body: JSON.stringify({ query: document, variables: { id } }),
  });
  return `${response.status} ${await response.text()}`;
}

/** Query fields that list the records of one model. */
function modelLists(): string[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, args, type }) => {
    const edges = getNamedType(type);
    const node = isObjectType(edges) ? edges.getFields().nodes : undefined;
    const isOfRecords = node !== undefined && isRecord(getNamedType(node.type));
    return isOfRecords && args.some((argument) => argument.name === 'integrationId') ? [name] : [];
  });
}

function isRecord(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Record');
}

/** Filters of such a list: ids of the provider, which count within the integration. */
function providersIds(list: string): string[] {
  const field = schema.getQueryType()?.getFields()[list];
  return (field?.args ?? [])
    .filter(({ name }) => name !== 'integrationId')
    .flatMap(idsIn)
    .map((path) => `Query.${list}.${path}`);
}

function mutation(name: string, input: string, fields: string): string {
  return `mutation ($id: ID!) { ${name}(input: { ${input} }) { ${fields} userErrors { code message field } } }`;
}

/** `Type.field.argument` or `Type.field.argument.inputField` of every id that a type's fields take. */
function idPlaces(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).flatMap((field) =>
    field.args.flatMap(idsIn).map((path) => `${type.name}.${field.name}.${path}`),
  );
}

function idsIn(input: GraphQLArgument | GraphQLInputField): string[] {
  const named = getNamedType(input.type);
  if (named.name === 'ID') return [input.name];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields())
    .flatMap(idsIn)
    .map((path) => `${input.name}.${path}`);
}
