import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import { ada, openApi, operator } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addApiCall, addIntegration, addRecord, addSync, addSyncLog } from '../../kit/rows.js';

const NODE = `query ($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Record { integration { id } externalId data }
    ... on SyncLog { durationMs sync { id } }
    ... on Sync { enabled lastRun { id } integration { id } }
    ... on ApiCall { endpoint integration { id } }
  }
}`;
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

describeEachDatabase((database) => {
  test('finds each kind of thing by its id', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    const sync = await addSync(api.db, { integrationId });
    const log = await addSyncLog(api.db, sync);
    const call = await addApiCall(api.db, { integrationId });
    const record = await addRecord(api.db, { integrationId, sequence: 1 });
    const find = async (id: string) => (await api.askAs(ada, NODE, { id })).data.node;
    const integration = { id: integrationId };

    expect(await find(integrationId)).toEqual({ __typename: 'Integration', id: integrationId });
    expect(await find(sync.id)).toEqual({
      __typename: 'Sync',
      id: sync.id,
      enabled: true,
      lastRun: { id: log.id },
      integration,
    });
    expect(await find(log.id)).toEqual({
      __typename: 'SyncLog',
      id: log.id,
      durationMs: 1500,
      sync: { id: sync.id },
    });
    expect(await find(call.id)).toEqual({ __typename: 'ApiCall', id: call.id, endpoint: '/things', integration });
    expect(await find(record.id)).toEqual({
      __typename: 'Thing',
      id: record.id,
      integration,
      externalId: 'thing-1',
      data: { id: 'thing-1', title: 'Thing 1' },
    });
  });

  test('keeps the order of the ids, and gives null for what is not there', async () => {
    await using api = await openApi(database);
    const one = await addIntegration(api.db);
    const other = await addIntegration(api.db);
    const ids = [other.id, 'nonsense', newId('int'), newId('whe'), newId('alrt'), newId('run'), one.id, other.id, ''];

    const { data, errors } = await api.askAs(operator, NODES, { ids });

    expect(errors).toEqual([]);
    expect(data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual([
      other.id,
      null,
      null,
      null,
      null,
      null,
      one.id,
      other.id,
      null,
    ]);
  });

  test('costs one statement a kind however many are asked for', async () => {
    await using api = await openApi(database);
    const ids: string[] = [];
    for (let index = 0; index < 10; index += 1) ids.push((await addIntegration(api.db)).id);

    const statements = await api.countStatements(() => api.askAs(ada, NODES, { ids }));

    expect(statements).toBe(1);
  });

  test('refuses more than 100 at a time', async () => {
    await using api = await openApi(database);

    const { errors } = await api.askAs(ada, NODES, { ids: Array.from({ length: 101 }, () => newId('int')) });

    expect(errors).toMatchObject([{ code: 'BAD_INPUT', message: expect.stringContaining('100') }]);
  });
});
