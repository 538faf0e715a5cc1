import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { providers } from '../../../src/providers/index.js';
import { acmeAdmin, ada, openApi, operator, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import {
  addApiCall,
  addHealth,
  addIntegration,
  addOutboundEndpoint,
  addRecord,
  addSync,
  addSyncLog,
} from '../../kit/rows.js';

const PAGE = `query ($first: Int!, $after: String, $filter: IntegrationFilter) {
  integrations(first: $first, after: $after, filter: $filter) {
    totalCount
    nodes { id }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const NESTED = `query ($first: Int!) {
  integrations {
    nodes {
      id
      syncLogs(first: $first, filter: { kind: FULL }) { totalCount nodes { id } pageInfo { hasNextPage } }
      apiCalls(first: $first) { totalCount nodes { id syncLog { id } } }
      records(first: $first) { totalCount nodes { id integration { id } } }
    }
  }
}`;

interface Named {
  id: string;
}

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

/** Every field of the schema that gives a list by pages: its type and its name. */
const LISTS = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type: type.name, field })))
  .filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'))
  .map(({ type, field }) => [type, field.name] as const);

/** How a list is asked for on a value of its type. */
const PLACES: Record<string, (asked: string, integrationId: string, db: Api['db']) => string | Promise<string>> = {
  Query: (asked) => asked,
  Integration: (asked, id) => `integration(id: "${id}") { ${asked} }`,
  async SyncLog(asked, integrationId, db) {
    const { id } = await addSyncLog(db, await addSync(db, { integrationId }));
    return `node(id: "${id}") { ... on SyncLog { ${asked} } }`;
  },
  async OutboundEndpoint(asked, _, db) {
    await addOutboundEndpoint(db);
    return `outboundEndpoints { nodes { ${asked} } }`;
  },
};

const MALFORMED = ['', 'rubbish', 'a b', 'WyJhIl0', Buffer.from('["x", {}]').toString('base64url'), 'x'.repeat(2_000)];

describeEachDatabase((database) => {
  test('walks a list to its end, newest first', async () => {
    await using api = await openApi(database);
    const ids = await addIntegrations(api, 5);

    const first = await page(api, { first: 2 });
    const second = await page(api, { first: 2, after: first.pageInfo.endCursor });
    const third = await page(api, { first: 2, after: second.pageInfo.endCursor });

    const seen = [first, second, third].flatMap(({ nodes }) => nodes.map(({ id }: Named) => id));
    expect(seen).toEqual(ids.toReversed());
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(first.edges[0]).toEqual({ cursor: first.pageInfo.startCursor, node: first.nodes[0] });
  });

  test('shows nothing twice and nothing less when rows come between two pages', async () => {
    await using api = await openApi(database);
    const ids = await addIntegrations(api, 4);

    const first = await page(api, { first: 2 });
    await addIntegrations(api, 2);
    const second = await page(api, { first: 2, after: first.pageInfo.endCursor });

    expect([...first.nodes, ...second.nodes].map(({ id }: Named) => id)).toEqual(ids.toReversed());
  });

  test('goes on from any edge', async () => {
    await using api = await openApi(database);
    const [oldest] = await addIntegrations(api, 3);

    const all = await page(api, { first: 3 });
    const rest = await page(api, { first: 3, after: all.edges[1].cursor });

    expect(rest.nodes).toEqual([{ id: oldest }]);
  });

  test.each([0, -1, 101, 100_000_000])('refuses a page of %i in words that name the bounds', async (first) => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);

    const answers = await Promise.all([
      api.askAs(ada, PAGE, { first }),
      api.askAs(ada, 'query ($first: Int!) { syncLogs(first: $first) { nodes { id } } }', { first }),
      api.askAs(ada, 'query ($first: Int!) { providers(first: $first) { nodes { id } } }', { first }),
      api.askAs(operator, 'query ($first: Int!) { alerts(first: $first) { nodes { id } } }', { first }),
      ...['syncLogs', 'records', 'apiCalls', 'webhookEvents'].map((list) =>
        api.askAs(
          ada,
          `query ($first: Int!) { integration(id: "${id}") { ${list}(first: $first) { nodes { id } } } }`,
          {
            first,
          },
        ),
      ),
    ]);

    for (const { errors } of answers) {
      expect(errors).toMatchObject([{ code: 'BAD_INPUT', message: expect.stringContaining('from 1 to 100') }]);
    }
  });

  test('refuses a cursor that it did not make, or made for another list', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    await addSyncLog(api.db, await addSync(api.db, { integrationId }));
    const logs = await api.askAs(ada, '{ syncLogs { pageInfo { endCursor } } }');

    const rubbish = await api.askAs(ada, PAGE, { first: 2, after: 'rubbish' });
    const foreign = await api.askAs(ada, PAGE, { first: 2, after: logs.data.syncLogs.pageInfo.endCursor });

    expect(rubbish.errors).toMatchObject([{ code: 'BAD_INPUT', message: expect.stringContaining('not made by this') }]);
    expect(foreign.errors).toMatchObject([{ code: 'BAD_INPUT', message: expect.stringContaining('another list') }]);
  });

  test('refuses a cursor that nobody made, in every list', async () => {
    await using ofTests = await openApi(database);
    await using ofProviders = await openApi(database, providers);
    for (const [type, list] of LISTS) {
      const provider = providers.find(({ models }) => models.some(({ reading }) => reading?.query === list));
      const api = provider === undefined ? ofTests : ofProviders;
      const { id } = await addIntegration(api.db, { providerId: provider?.id ?? 'things', userId: list });
      const place = provider === undefined ? '' : `, integrationId: "${id}"`;
      const asked = `${list}(after: $after${place}) { nodes { __typename } }`;
      const placed = PLACES[type];
      if (placed === undefined) throw new Error(`Say in PLACES where a ${type} is read.`);
      const document = `query ($after: String) { ${await placed(asked, id, api.db)} }`;

      for (const after of MALFORMED) {
        const { errors } = await api.askAs(operator, document, { after });
        expect(errors, `${type}.${list} after ${after}`).toMatchObject([
          { code: 'BAD_INPUT', message: expect.stringMatching(/The cursor in "after"/) },
        ]);
      }
      expect((await api.askAs(operator, document, { after: null })).errors, `${type}.${list}`).toEqual([]);
    }
  });

  test('filters by provider, state, health, user and tenant', async () => {
    await using api = await openApi(database);
    const keys = await addIntegration(api.db, { providerId: 'keys' });
    const pending = await addIntegration(api.db, { state: 'PENDING', userId: 'bob' });
    const down = await addIntegration(api.db, { tenantId: 'globex' });
    await addHealth(api.db, { integrationId: down.id, state: 'DOWN', calls: 10, failures: 5 });
    const idle = await addIntegration(api.db, { tenantId: 'initech' });
    await addHealth(api.db, { integrationId: idle.id, state: 'HEALTHY', calls: 0 });
    const find = async (filter: object) =>
      (await page(api, { first: 10, filter }, operator)).nodes.map(({ id }: Named) => id);

    expect(await find({ providerId: 'keys' })).toEqual([keys.id]);
    expect(await find({ state: 'PENDING' })).toEqual([pending.id]);
    expect(await find({ userId: 'bob' })).toEqual([pending.id]);
    expect(await find({ userId: '' })).toEqual([]);
    expect(await find({ tenantId: 'globex', health: 'DOWN' })).toEqual([down.id]);
    expect(await find({ health: 'HEALTHY' })).toEqual([]);
    expect(await find({ health: 'UNKNOWN' })).toEqual([idle.id, pending.id, keys.id]);
    expect(await find({ providerId: null })).toHaveLength(4);
  });

  test('finds a text in labels, users and tenants, in upper or lower case, and takes it literally', async () => {
    await using api = await openApi(database);
    const labelled = await addIntegration(api.db, { accountLabel: 'Grace at 100%_Hopper' });
    const user = await addIntegration(api.db, { userId: 'grace', accountLabel: null });
    const tenant = await addIntegration(api.db, { tenantId: 'Gracefully', userId: 'bob' });
    await addIntegration(api.db, { accountLabel: 'Ada at 1000 Hoppers' });
    const find = async (search: string | null, viewer = operator) =>
      (await page(api, { first: 10, filter: { search } }, viewer)).nodes.map(({ id }: Named) => id);

    expect(await find(' GRACE ')).toEqual([tenant.id, user.id, labelled.id]);
    expect(await find('100%_h')).toEqual([labelled.id]);
    expect(await find('grace', acmeAdmin)).toEqual([user.id, labelled.id]);
    expect(await find('')).toHaveLength(4);
    expect(await find(null)).toHaveLength(4);
    expect(await find('\\')).toEqual([]);
  });

  test('reads lists under many integrations at the cost of one, each right', async () => {
    await using api = await openApi(database);
    const [first] = await addBusyIntegrations(api, 2);
    const forTwo = await api.countStatements(() => api.askAs(ada, NESTED, { first: 2 }));
    await addBusyIntegrations(api, 8);

    const forTen = await api.countStatements(() => api.askAs(ada, NESTED, { first: 2 }));
    const { data, errors } = await api.askAs(ada, NESTED, { first: 2 });

    expect(errors).toEqual([]);
    expect(forTen).toBe(forTwo);
    expect(data.integrations.nodes).toHaveLength(10);
    expect(data.integrations.nodes.at(-1)).toEqual({
      id: first?.id,
      syncLogs: {
        totalCount: 3,
        nodes: [{ id: first?.logs[2] }, { id: first?.logs[1] }],
        pageInfo: { hasNextPage: true },
      },
      apiCalls: { totalCount: 1, nodes: [{ id: first?.call, syncLog: { id: first?.logs[0] } }] },
      records: { totalCount: 1, nodes: [{ id: first?.record, integration: { id: first?.id } }] },
    });
  });

  test('counts only where a client asks for it', async () => {
    await using api = await openApi(database);
    await addIntegrations(api, 2);

    const statements = await api.countStatements(() => api.askAs(ada, '{ integrations { nodes { id } } }'));

    expect(statements).toBe(1);
  });
});

async function page(api: Api, variables: object, viewer = ada) {
  return (await api.askAs(viewer, PAGE, variables)).data.integrations;
}

async function addIntegrations({ db }: Api, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await addIntegration(db)).id);
  return ids;
}

async function addBusyIntegrations(api: Api, count: number) {
  const added = [];
  for (const integrationId of await addIntegrations(api, count)) {
    const sync = await addSync(api.db, { integrationId });
    const logs = [];
    for (const kind of ['FULL', 'FULL', 'FULL', 'INCREMENTAL'] as const) {
      logs.push((await addSyncLog(api.db, sync, { kind })).id);
    }
    const call = await addApiCall(api.db, { integrationId, syncLogId: logs[0] });
    const record = await addRecord(api.db, { integrationId, sequence: 1 });
    added.push({ id: integrationId, logs, call: call.id, record: record.id });
  }
  return added;
}
