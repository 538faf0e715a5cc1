import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { newId } from '../../../src/platform/id.js';
import { RecordStore } from '../../../src/records/record-store.js';
import { entities, type Tables } from '../../../src/tables.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';

describeEachDatabase((database) => {
  test('counts what is new, changed, unchanged and gone', async () => {
    await using place = await openStore(database);
    await place.apply([record('a'), record('b'), record('c')]);

    const again = await place.apply([record('a'), record('b', { title: 'other' }), record('d')], ['c', 'never-seen']);

    expect(again).toMatchObject({ added: 1, updated: 1, deleted: 1, unchanged: 1 });
  });

  test('takes the same object with another key order for unchanged', async () => {
    await using place = await openStore(database);
    await place.apply([{ externalId: 'a', data: { one: 1, two: { x: 1, y: 2 } } }]);

    const again = await place.apply([{ externalId: 'a', data: { two: { y: 2, x: 1 }, one: 1 } }]);

    expect(again).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 1, sequenceBefore: null });
  });

  test('counts an object that comes back after its deletion as added', async () => {
    await using place = await openStore(database);
    await place.apply([record('a')]);
    await place.apply([], ['a']);

    const back = await place.apply([record('a')]);

    expect(back).toMatchObject({ added: 1, updated: 0, unchanged: 0 });
    expect(await place.live()).toEqual(['a']);
  });

  test('keeps the last of two objects with one id on a page', async () => {
    await using place = await openStore(database);

    const changes = await place.apply([record('a', { title: 'first' }), record('a', { title: 'last' })]);

    expect(changes).toMatchObject({ added: 1, updated: 0, unchanged: 0 });
    expect(await place.titles()).toEqual(['last']);
  });

  test('moves what changed to the end of the change feed, tombstones too, each at its own place', async () => {
    await using place = await openStore(database);
    await place.apply([record('a'), record('b'), record('c'), record('d')]);

    const changes = await place.apply([record('a', { title: 'other' })], ['b', 'c']);

    const feed = await place.feed();
    expect(feed.map((row) => row.externalId)).toEqual(['d', 'a', 'b', 'c']);
    expect(new Set(feed.map((row) => row.sequence)).size).toBe(4);
    expect(changes.sequenceBefore).toBe(4);
    expect(feed.slice(1).every((row) => row.sequence > 4)).toBe(true);
  });

  test('writes more rows than fit into one statement', async () => {
    await using place = await openStore(database);
    const many = Array.from({ length: 1_234 }, (_, index) => record(`event-${index}`));

    const first = await place.apply(many);
    const second = await place.apply(many);

    expect(first).toMatchObject({ added: 1_234, unchanged: 0 });
    expect(second).toMatchObject({ added: 0, unchanged: 1_234, sequenceBefore: null });
  });

  test('stores text of any script, quotes and control characters as it came', async () => {
    await using place = await openStore(database);
    const title = `Grüße 東京 👩‍💻 "quoted" \\ ' ; -- \n\t`;

    await place.apply([record(title, { title })]);

    expect(await place.titles()).toEqual([title]);
    expect(await place.live()).toEqual([title]);
  });
});

function record(externalId: string, data: Record<string, unknown> = {}) {
  return { externalId, data: { id: externalId, title: 'the same', ...data } };
}

async function openStore(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const store = new RecordStore(opened.engine);
  const integrationId = newId('int');
  await opened.db
    .insertInto('integration')
    .values({
      id: integrationId,
      providerId: 'example',
      tenantId: 'acme',
      userId: 'ada',
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: 0,
      grantedScopes: '[]' as never,
      credentialsVersion: 0,
      createdAt: 0,
      updatedAt: 0,
    })
    .execute();
  const rows = () => opened.db.selectFrom('record').selectAll().orderBy('sequence').execute();

  return {
    apply: (records: { externalId: string; data: unknown }[], deletedIds: string[] = []) =>
      opened.db
        .transaction()
        .execute((trx) => store.applyPage(trx, { integrationId, model: 'Event', records, deletedIds })),
    live: async () => (await rows()).filter((row) => row.deletedAt === null).map((row) => row.externalId),
    titles: async () => (await rows()).map((row) => (JSON.parse(row.data) as { title: string }).title),
    feed: rows,
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
