import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { RecordStore } from '../../../src/records/record-store.js';
import { entities, type Tables } from '../../../src/tables.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { addIntegration } from '../../kit/rows.js';

const MODELS = ['Event', 'Channel', 'User', 'File'];
const PAGES = 25;

describeEachDatabase((database) => {
  test('shows no number before a smaller one: whoever keeps the last they read misses nothing', async () => {
    await using place = await openPlace(database);
    const mirror = new Map<string, { sequence: number; deletedAt: number | null }>();
    const state = { last: 0, isOver: false };
    const readOn = async () => {
      for (const { model, externalId, sequence, deletedAt } of await place.readAfter(state.last)) {
        mirror.set(`${model} ${externalId}`, { sequence, deletedAt });
        state.last = sequence;
      }
    };
    const reading = (async () => {
      while (!state.isOver) {
        await readOn();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await readOn();
    })();

    await Promise.all(
      MODELS.map(async (model) => {
        for (let page = 0; page < PAGES; page += 1) await place.write(model, page);
      }),
    );
    state.isOver = true;
    await reading;

    const rows = await place.readAfter(0);
    expect(rows).toHaveLength(MODELS.length * PAGES * 3);
    expect(mirror).toEqual(
      new Map(
        rows.map(({ model, externalId, sequence, deletedAt }) => [`${model} ${externalId}`, { sequence, deletedAt }]),
      ),
    );
  });
});

async function openPlace(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const { db } = opened;
  const store = new RecordStore(opened.engine);
  const { id: integrationId } = await addIntegration(db);
  const record = (page: number, name: string, title = 'new') => ({ externalId: `${page}-${name}`, data: { title } });

  return {
    /** Three new records; and of the page before, one changed and one deleted. */
    write: (model: string, page: number) =>
      db.transaction().execute((trx) =>
        store.applyPage(trx, {
          integrationId,
          model,
          records: [
            ...['a', 'b', 'c'].map((name) => record(page, name)),
            ...(page > 0 ? [record(page - 1, 'a', 'changed')] : []),
          ],
          deletedIds: page > 0 ? [`${page - 1}-b`] : [],
        }),
      ),
    readAfter: (after: number) =>
      db
        .selectFrom('record')
        .select(['model', 'externalId', 'sequence', 'deletedAt'])
        .where('integrationId', '=', integrationId)
        .where('sequence', '>', after)
        .orderBy('sequence')
        .execute(),
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
