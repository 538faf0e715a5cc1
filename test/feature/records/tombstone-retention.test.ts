import { expect, test } from 'vitest';
import { removeOldTombstones } from '../../../src/records/tombstone-retention.js';
import { openApi } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addRecord, NOON } from '../../kit/rows.js';

const DAY_MS = 24 * 60 * 60_000;

describeEachDatabase((database) => {
  test('removes tombstones that are older than their age, and no record that lives', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    await addRecord(api.db, { integrationId, sequence: 1, externalId: 'lives', changedAt: NOON - 900 * DAY_MS });
    await addRecord(api.db, {
      integrationId,
      sequence: 2,
      externalId: 'long gone',
      deletedAt: NOON - 100 * DAY_MS - 1,
    });
    await addRecord(api.db, { integrationId, sequence: 3, externalId: 'gone', deletedAt: NOON - 100 * DAY_MS });
    const left = async () =>
      (await api.db.selectFrom('record').select('externalId').orderBy('sequence').execute()).map(
        ({ externalId }) => externalId,
      );

    await removeOldTombstones(api.db, NOON, Infinity);
    const all = await left();
    await removeOldTombstones(api.db, NOON, 100 * DAY_MS);

    expect(all).toEqual(['lives', 'long gone', 'gone']);
    expect(await left()).toEqual(['lives', 'gone']);
  });

  test('removes any number, a portion at a time, and lets others have a turn in between', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    const first = await addRecord(api.db, { integrationId, sequence: 1, deletedAt: 1 });
    const more = Array.from({ length: 4_500 }, (_, index) => ({
      ...first,
      id: `${first.id}${index}`,
      externalId: `gone-${index}`,
      sequence: index + 2,
    }));
    for (let at = 0; at < more.length; at += 500) {
      await api.db
        .insertInto('record')
        .values(more.slice(at, at + 500))
        .execute();
    }
    let turns = 0;
    let isOver = false;
    const count = (): void => void (turns += isOver ? 0 : (setImmediate(count), 1));
    setImmediate(count);

    const statements = await api.countStatements(() => removeOldTombstones(api.db, NOON, DAY_MS));
    isOver = true;

    expect(await api.db.selectFrom('record').selectAll().execute()).toEqual([]);
    // Three portions, and one that finds nothing.
    expect(statements).toBe(4);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});
