import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ada, openApi, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addRecord, NOON } from '../../kit/rows.js';

const FEED = await readFile('schema/operations/records-feed.graphql', 'utf8');
const RECORDS = `query ($id: ID!, $filter: RecordFilter) {
  integration(id: $id) { records(filter: $filter) { totalCount nodes { __typename externalId ... on Thing { title } } } }
}`;

describeEachDatabase((database) => {
  test("gives what changed longest ago first, each as its model's type", async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addRecord(api.db, { integrationId: id, sequence: 2 });
    await addRecord(api.db, { integrationId: id, sequence: 1 });

    const { data } = await api.askAs(ada, RECORDS, { id });

    expect(data.integration.records).toEqual({
      totalCount: 2,
      nodes: [
        { __typename: 'Thing', externalId: 'thing-1', title: 'Thing 1' },
        { __typename: 'Thing', externalId: 'thing-2', title: 'Thing 2' },
      ],
    });
  });

  test('lets a client that keeps endCursor miss nothing', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addRecord(api.db, { integrationId: id, sequence: 1 });
    await addRecord(api.db, { integrationId: id, sequence: 2, externalId: 'gone-soon' });
    const start = await feed(api, id);

    const nothingNew = await feed(api, id, start.pageInfo.endCursor);
    await api.db
      .updateTable('record')
      .set({ sequence: 3, deletedAt: NOON })
      .where('externalId', '=', 'gone-soon')
      .execute();
    await addRecord(api.db, { integrationId: id, sequence: 4 });
    const changes = await feed(api, id, nothingNew.pageInfo.endCursor);

    expect(nothingNew.edges).toEqual([]);
    expect(nothingNew.pageInfo.endCursor).toBe(start.pageInfo.endCursor);
    expect(changes.edges.map(({ node }: Data) => [node.externalId, node.deletedAt])).toEqual([
      ['gone-soon', '2026-11-24T12:00:00.000Z'],
      ['thing-4', null],
    ]);
  });

  test('refuses a cursor of another integration', async () => {
    await using api = await openApi(database);
    const [one, other] = [await addIntegration(api.db), await addIntegration(api.db)];
    await addRecord(api.db, { integrationId: one.id, sequence: 1 });
    const { pageInfo } = await feed(api, one.id);

    const { errors } = await api.askAs(ada, FEED, { integrationId: other.id, after: pageInfo.endCursor });

    expect(errors).toMatchObject([{ code: 'BAD_INPUT' }]);
  });

  test('filters by model, ids, time, and leaves out what is deleted unless asked', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addRecord(api.db, { integrationId: id, sequence: 1 });
    await addRecord(api.db, { integrationId: id, sequence: 2, deletedAt: NOON });
    await addRecord(api.db, { integrationId: id, sequence: 3, model: 'Other', changedAt: NOON + 1000 });
    const find = async (filter: object) => {
      const { data } = await api.askAs(ada, RECORDS, { id, filter });
      return data.integration.records.nodes.map(({ externalId }: { externalId: string }) => externalId);
    };

    expect(await find({})).toEqual(['thing-1', 'thing-3']);
    expect(await find({ includeDeleted: true })).toEqual(['thing-1', 'thing-2', 'thing-3']);
    expect(await find({ model: 'Thing' })).toEqual(['thing-1']);
    expect(await find({ externalIds: ['thing-3', 'thing-9'] })).toEqual(['thing-3']);
    expect(await find({ externalIds: [] })).toEqual([]);
    expect(await find({ changedAfter: '2026-11-24T12:00:00.500Z' })).toEqual(['thing-3']);
  });

  test('lists a record whose model no provider declares any more', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addRecord(api.db, { integrationId: id, sequence: 1, model: 'Forgotten' });

    const { data, errors } = await api.askAs(ada, RECORDS, { id });

    expect(errors).toEqual([]);
    expect(data.integration.records.nodes).toEqual([{ __typename: 'GenericRecord', externalId: 'thing-1' }]);
  });
});

type Data = { node: { externalId: string; deletedAt: string | null } };

async function feed(api: Api, integrationId: string, after: string | null = null) {
  return (await api.askAs(ada, FEED, { integrationId, after })).data.integration.records;
}
