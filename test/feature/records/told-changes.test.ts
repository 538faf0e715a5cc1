import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { RecordStore } from '../../../src/records/record-store.js';
import type { ToldChanges } from '../../../src/records/told-state.js';
import { entities, type Tables } from '../../../src/tables.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { addIntegration, NOON } from '../../kit/rows.js';

const SEEDS = [1, 2, 3, 4, 5, 6];

describeEachDatabase((database) => {
  test.each(SEEDS)('changes the same, told at once or one by one (seed %i)', async (seed) => {
    const told = anyChanges(seed, 60);
    await using oneByOne = await open(database);
    await using atOnce = await open(database);
    const before = anyChanges(seed + 100, 10);
    for (const stage of [oneByOne, atOnce]) await stage.tell(before);

    const expected = [];
    for (const one of told) expected.push(...(await oneByOne.tell([one])));
    const changes = await atOnce.tell(told);

    expect(changes).toEqual(expected);
    expect(await atOnce.records()).toEqual(await oneByOne.records());
    expect(await atOnce.gone()).toEqual(await oneByOne.gone());
    expect(new Set(changes.map(({ added, updated, deleted }) => added + updated + deleted))).toContain(0);
  });

  test('gives each object its newest state, in whatever order it is told', async () => {
    await using stage = await open(database);

    const changes = await stage.tell([
      { records: [found('a', 2, 'newer')], deleted: new Map() },
      { records: [found('a', 1, 'older')], deleted: new Map() },
      { records: [], deleted: new Map([['b', 5]]) },
      { records: [found('b', 5, 'late')], deleted: new Map() },
      { records: [found('b', 6, 'again')], deleted: new Map() },
    ]);

    expect(await stage.records()).toMatchObject([
      { externalId: 'a', version: 2, revision: 1, data: '{"text":"newer"}', deletedAt: null },
      { externalId: 'b', version: 6, revision: 1, data: '{"text":"again"}', deletedAt: null },
    ]);
    expect(changes.map(({ added, unchanged, deleted }) => [added, unchanged, deleted])).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });
});

function found(externalId: string, version: number | null, text: string) {
  return { externalId, version, data: { text } };
}

/** Changes of few objects, so that they meet; the same for the same seed. */
function anyChanges(seed: number, count: number): ToldChanges[] {
  let state = seed;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const id = () => `n${random(6)}`;
  const version = () => random(40);
  const record = () => found(id(), random(8) === 0 ? null : version(), `text ${random(3)}`);
  return Array.from({ length: count }, () => ({
    records: Array.from({ length: random(4) }, record),
    deleted: new Map(random(3) === 0 ? [[id(), version()]] : []),
  }));
}

async function open(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const { db, engine } = opened;
  const store = new RecordStore(engine, () => NOON);
  const { id: integrationId } = await addIntegration(db);
  return {
    tell: (told: readonly ToldChanges[]) =>
      db.transaction().execute((trx) => store.applyTold(trx, { integrationId, model: 'Note' }, told)),
    async records() {
      const rows = await db.selectFrom('record').selectAll().orderBy('externalId').execute();
      return rows.map(({ id: _, integrationId: __, ...row }) => row);
    },
    /** Of what is no record: of another a note says nothing. */
    gone: () =>
      db
        .selectFrom('record_gone')
        .select(['externalId', 'version'])
        .where('externalId', 'not in', (eb) => eb.selectFrom('record').select('externalId'))
        .orderBy('externalId')
        .execute(),
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
