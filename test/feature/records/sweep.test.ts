import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { toJson } from '../../../src/platform/database/json-text.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { RecordStore } from '../../../src/records/record-store.js';
import { entities, type Tables } from '../../../src/tables.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addSync, addSyncLog, NOON } from '../../kit/rows.js';

const RECORDS = 30_000;
const PAGE_SIZE = 20;

describeEachDatabase((database) => {
  // Compared each with each, they would take minutes: so PostgreSQL did, where it took the pages for larger than its memory.
  test('finds the few that a run of many small pages did not see', async () => {
    await using place = await database.create();
    const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
    await using closing = new AsyncDisposableStack();
    closing.defer(() => opened.close());
    const store = new RecordStore(opened.engine);
    const integration = await addIntegration(opened.db);
    const log = await addSyncLog(opened.db, await addSync(opened.db, { integrationId: integration.id }));
    const at = { integrationId: integration.id, model: 'Thing' };

    const swept = await opened.db.transaction().execute(async (trx) => {
      for (let from = 0; from < RECORDS; from += 1_000) {
        const records = Array.from({ length: 1_000 }, (_, index) => ({
          externalId: `thing-${from + index}`,
          data: { id: from + index },
        }));
        await store.applyPage(trx, { ...at, records, deletedIds: [] });
      }
      for (let page = 0; page < RECORDS / PAGE_SIZE; page += 1) {
        // Of each page but the first the last one is gone.
        const ids = Array.from(
          { length: page === 0 ? PAGE_SIZE : PAGE_SIZE - 1 },
          (_, i) => `thing-${page * PAGE_SIZE + i}`,
        );
        await trx
          .insertInto('sync_seen_page')
          .values({ syncLogId: log.id, page, externalIds: toJson(ids) })
          .execute();
      }
      await sql`analyze`.execute(trx);
      return store.sweep(trx, { ...at, syncLogId: log.id, beganAt: NOON });
    });

    const gone = await opened.db.selectFrom('record').select('externalId').where('deletedAt', 'is not', null).execute();
    expect(swept.deleted).toBe(RECORDS / PAGE_SIZE - 1);
    expect(gone).toHaveLength(RECORDS / PAGE_SIZE - 1);
    expect(gone.every(({ externalId }) => externalId.endsWith('9'))).toBe(true);
  });
});
