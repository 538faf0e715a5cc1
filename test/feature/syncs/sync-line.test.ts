import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import type { Db } from '../../../src/tables.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addSync } from '../../kit/rows.js';
import { openSyncStage } from '../../kit/sync-stage.js';

const MINUTE = 60_000;
const DUE = 10_000;
const IN_LINE = 500;
const IN_DOUBT = 20;

describeEachDatabase((database) => {
  test('queues 10,000 that are due at once without holding up others, and sends jobs for the first in line', async () => {
    await using hub = await openSyncStage(database);
    const { db, stage, syncs, woken } = hub;
    await addDueSyncs(db, DUE, stage.now);

    const turns = await countTurns(() => syncs.queueDue());
    const [first, queued] = [[...woken], await countRuns(db, 'QUEUED')];
    stage.now += 10_000;
    await syncs.queueDue();
    const whileAllWait = woken.length;
    await db.updateTable('sync_log').set({ state: 'SUCCEEDED' }).where('id', 'in', first.slice(0, 100)).execute();
    stage.now += 10_000;
    await syncs.queueDue();
    const afterHundredEnded = woken.length;
    stage.now += 5 * MINUTE;
    await syncs.queueDue();

    expect(queued).toBe(DUE);
    expect(first).toHaveLength(IN_LINE);
    expect(turns).toBeGreaterThan(DUE / 200 / 2);
    expect(whileAllWait).toBe(IN_LINE);
    expect(afterHundredEnded).toBe(IN_LINE + 100);
    expect(woken).toHaveLength(IN_LINE + 100 + IN_DOUBT);
  }, 90_000);

  test('lets those first in line have another job where theirs did not come, also after the clock was set back', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    const [id] = hub.woken.splice(0);

    hub.stage.now -= 60 * MINUTE;
    await hub.syncs.queueDue();
    await hub.syncs.queueDue();

    expect(hub.woken).toEqual([id]);
  });
});

async function addDueSyncs(db: Db, count: number, now: number): Promise<void> {
  const integration = await addIntegration(db, { stateSince: 0 });
  const sync = await addSync(db, { integrationId: integration.id, nextFullAt: now, nextIncrementalAt: now });
  const batch = 500;
  await db.transaction().execute(async (trx) => {
    for (let made = 1; made < count; made += batch) {
      const ids = Array.from({ length: Math.min(batch, count - made) }, () => newId('int'));
      await trx
        .insertInto('integration')
        .values(ids.map((id) => ({ ...integration, id, externalAccountId: id })))
        .execute();
      await trx
        .insertInto('sync')
        .values(ids.map((integrationId) => ({ ...sync, id: newId('sync'), integrationId })))
        .execute();
    }
  });
}

async function countRuns(db: Db, state: 'QUEUED'): Promise<number> {
  const { count } = await db
    .selectFrom('sync_log')
    .where('state', '=', state)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** How often others had their turn while something went on. */
async function countTurns(work: () => Promise<void>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}
