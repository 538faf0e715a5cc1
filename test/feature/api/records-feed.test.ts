import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { toJson } from '../../../src/platform/database/json-text.js';
import { ada, openApi, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addRecord, NOON } from '../../kit/rows.js';

const FEED = await readFile('schema/operations/records-feed.graphql', 'utf8');
const RECORDS = `query ($id: ID!, $filter: RecordFilter) {
  integration(id: $id) { records(filter: $filter) { totalCount nodes { __typename externalId ... on Thing { title } } } }
}`;
const LAST_FIRST = `query ($id: ID!, $after: String) {
  integration(id: $id) {
    records(first: 2, after: $after, reverse: true) {
      nodes { externalId }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }
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

  test('searches the data and the id, whatever the case, and takes no character for another', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    const titles = ['Review of the "budget"', '100% done', '1000 done', 'a_b', 'axb', 'C:\\temp'];
    for (const [index, title] of titles.entries()) {
      const data = toJson({ id: `thing-${index}`, title });
      await addRecord(api.db, { integrationId: id, sequence: index + 1, data });
    }
    const find = async (search: string) => {
      const { data } = await api.askAs(ada, RECORDS, { id, filter: { search } });
      return data.integration.records.nodes.map(({ title }: { title: string }) => title);
    };

    expect(await find('REVIEW')).toEqual([titles[0]]);
    expect(await find('"budget"')).toEqual([titles[0]]);
    expect(await find(' 100% ')).toEqual([titles[1]]);
    expect(await find('a_b')).toEqual([titles[3]]);
    expect(await find('c:\\t')).toEqual([titles[5]]);
    expect(await find('Thing-2')).toHaveLength(2);
    expect(await find(' ')).toEqual(titles);
    expect(await find('nowhere')).toEqual([]);
    const { errors } = await api.askAs(ada, RECORDS, { id, filter: { search: 'x'.repeat(201) } });
    expect(errors).toMatchObject([{ code: 'BAD_INPUT' }]);
  });

  test('searches the 50,000 records that changed last', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addRecord(api.db, { integrationId: id, sequence: 1, externalId: 'needle-old' });
    await addRecord(api.db, { integrationId: id, sequence: 2, externalId: 'needle-new' });
    await sql`
      insert into record (id, integration_id, model, external_id, data, hash, revision, sequence, first_seen_at, changed_at)
      with recursive numbers (n) as (select 3 union all select n + 1 from numbers where n < 50001)
      select 'rec_' || n, ${sql.lit(id)}, 'Thing', 'hay-' || n, '{}', '', 1, n, 0, 0 from numbers
    `.execute(api.db);

    const { data } = await api.askAs(ada, RECORDS, { id, filter: { search: 'needle' } });

    expect(data.integration.records).toMatchObject({ totalCount: 1, nodes: [{ externalId: 'needle-new' }] });
  });

  test('gives what changed last first where that is asked for, page by page', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    for (const sequence of [1, 2, 3]) await addRecord(api.db, { integrationId: id, sequence });
    const read = async (after: string | null) =>
      (await api.askAs(ada, LAST_FIRST, { id, after })).data.integration.records;

    const first = await read(null);
    const second = await read(first.pageInfo.endCursor);

    expect(first.nodes).toEqual([{ externalId: 'thing-3' }, { externalId: 'thing-2' }]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(second.nodes).toEqual([{ externalId: 'thing-1' }]);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
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
