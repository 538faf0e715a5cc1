import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { transact } from '../../../src/platform/database/transact.js';
import { entities, type Tables } from '../../../src/tables.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { addIntegration } from '../../kit/rows.js';

describeEachDatabase((database) => {
  test('ends both of two transactions that would wait for each other', async () => {
    await using place = await openPlace(database);
    const { db, engine } = place;
    const [one, other] = [await addIntegration(db), await addIntegration(db)];
    const both = barrier(engine === 'postgresql' ? 2 : 1);
    const label = (order: readonly [string, string], accountLabel: string) =>
      transact(db, async (trx) => {
        const [first, second] = order;
        await trx.updateTable('integration').set({ accountLabel }).where('id', '=', first).execute();
        // Only the first time: the one that runs again has nobody to meet.
        await both();
        await trx.updateTable('integration').set({ accountLabel }).where('id', '=', second).execute();
      });

    await Promise.all([label([one.id, other.id], 'A'), label([other.id, one.id], 'B')]);

    const rows = await db.selectFrom('integration').select('accountLabel').execute();
    expect(new Set(rows.map(({ accountLabel }) => accountLabel)).size).toBe(1);
  });

  test('throws what else ends a transaction, once', async () => {
    await using place = await openPlace(database);
    let tries = 0;

    const failing = transact(place.db, async () => {
      tries += 1;
      throw new Error('no');
    });

    await expect(failing).rejects.toThrow('no');
    expect(tries).toBe(1);
  });
});

/** Lets nobody through before so many have come; then everybody. */
function barrier(parties: number): () => Promise<void> {
  const open = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    come += 1;
    if (come >= parties) open.resolve();
    return open.promise;
  };
}

async function openPlace(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  return {
    db: opened.db,
    engine: opened.engine,
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
