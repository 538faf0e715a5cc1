import { expect, test, vi } from 'vitest';
import { removeOldSyncLogs } from '../../../src/syncs/sync-log-retention.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { openSyncStage, pagesOf, things } from '../../kit/sync-stage.js';

const MINUTE = 60_000;

describeEachDatabase((database) => {
  test('has one run of a sync under way, however many ask', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    const sync = await hub.syncRow();

    const asked = await Promise.all(
      Array.from({ length: 20 }, () => hub.syncs.trigger([sync], { kind: 'INCREMENTAL', trigger: 'MANUAL' })),
    );

    expect(new Set(asked.flat().map((log) => log.id)).size).toBe(1);
    expect(await hub.db.selectFrom('sync_log').selectAll().execute()).toHaveLength(1);
  });

  test('runs a queued run once, however many jobs came for it', async () => {
    await using hub = await openSyncStage(database);
    let runs = 0;
    hub.stage.script = (request) => {
      runs += 1;
      return pagesOf([things(2)])(request);
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;

    await Promise.all([hub.run(id), hub.run(id, undefined, hub.newRunner()), hub.run(id, undefined, hub.newRunner())]);

    expect(runs).toBe(1);
  });

  test('makes a waiting incremental run full where a full one is asked for', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(1)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    await hub.syncs.trigger([await hub.syncRow()], { kind: 'INCREMENTAL', trigger: 'SCHEDULE' });

    const [joined] = await hub.syncs.trigger([await hub.syncRow()], { kind: 'FULL', trigger: 'MANUAL' });

    expect(joined).toMatchObject({ kind: 'FULL', state: 'QUEUED' });
  });

  test('queues an incremental run each quarter of an hour and a full one each week', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(1)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    const kinds: string[] = [];

    for (let minute = 0; minute < 7 * 24 * 60; minute += 15) {
      hub.stage.now += 15 * MINUTE;
      hub.woken.length = 0;
      await hub.syncs.queueDue();
      for (const id of hub.woken) {
        await hub.run(id);
        kinds.push((await hub.log(id)).kind);
      }
    }

    expect(kinds.filter((kind) => kind === 'FULL')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'INCREMENTAL')).toHaveLength(7 * 24 * 4 - 1);
  }, 90_000);

  test('lets the syncs of a provider that is switched off wait, and takes up what is due when it is on again', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    hub.stage.now += 15 * MINUTE;
    hub.woken.length = 0;

    hub.stage.switchedOff = ['things'];
    await hub.syncs.queueDue();
    const whileOff = [...hub.woken];
    hub.stage.switchedOff = [];
    await hub.syncs.queueDue();

    expect(whileOff).toEqual([]);
    expect(hub.woken).toHaveLength(1);
  });

  test('schedules nothing while switched off, and goes on when switched on', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    const integration = { providerId: 'things', state: 'CONNECTED' } as const;

    const off = await hub.syncs.update(await hub.syncRow(), integration, { enabled: false });
    hub.stage.now += 8 * 24 * 60 * MINUTE;
    hub.woken.length = 0;
    await hub.syncs.queueDue();
    const on = await hub.syncs.update(await hub.syncRow(), integration, {
      enabled: true,
      incrementalSchedule: '1 hour',
    });

    expect(off).toMatchObject({ nextFullAt: null, nextIncrementalAt: null });
    expect(hub.woken).toEqual([]);
    expect(on.incrementalSchedule).toBe('1 hour');
    expect(on.nextIncrementalAt).toBeGreaterThan(hub.stage.now);
    expect(on.nextIncrementalAt).toBeLessThanOrEqual(hub.stage.now + 60 * MINUTE);
  });

  test('cancels a waiting run at once', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);

    const log = await hub.syncs.cancel(hub.woken[0] as string);

    expect(log).toMatchObject({ state: 'CANCELLED', finishedAt: hub.stage.now });
    await expect(hub.syncs.cancel(log.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await hub.syncRow()).toMatchObject({ state: 'CANCELLED' });
  });

  test('cancels a run under way, keeps what it stored, and lets the next begin anew', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = async function* ({ signal }) {
      yield { records: things(2), checkpoint: { page: 1 } };
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    const running = hub.run(id);
    await vi.waitFor(async () => expect((await hub.log(id)).pages).toBe(1));

    await hub.syncs.cancel(id);
    await running;

    expect(await hub.log(id)).toMatchObject({ state: 'CANCELLED', added: 2, problem: null });
    hub.stage.script = pagesOf([things(3)]);
    expect(await hub.sync()).toMatchObject({ state: 'SUCCEEDED', kind: 'FULL', added: 1, unchanged: 2 });
  });

  test('stops and forgets on disconnecting, and erases the records where that is asked', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(3)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    await hub.syncs.trigger([await hub.syncRow()], { kind: 'FULL', trigger: 'MANUAL' });

    await hub.disconnect({ deleteRecords: false });
    const kept = await hub.live();
    await hub.disconnect({ deleteRecords: true });

    expect(kept).toHaveLength(3);
    expect(await hub.db.selectFrom('record').selectAll().execute()).toEqual([]);
    expect(await hub.syncRow()).toMatchObject({
      state: 'CANCELLED',
      nextFullAt: null,
      nextIncrementalAt: null,
      recordCount: 0,
    });
  });

  test('forgets runs of long ago, but never the last of a sync', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    hub.stage.now += 1_000;
    const last = await hub.sync();

    await removeOldSyncLogs(hub.db, hub.stage.now + 91 * 24 * 60 * MINUTE, 90 * 24 * 60 * MINUTE);

    expect(await hub.db.selectFrom('sync_log').select('id').execute()).toEqual([{ id: last.id }]);
  });

  test('wakes a run whose job was lost, but not again and again', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    hub.woken.length = 0;

    await hub.syncs.queueDue();
    const atOnce = [...hub.woken];
    hub.stage.now += 61_000;
    await hub.syncs.queueDue();
    await hub.syncs.queueDue();

    expect(atOnce).toEqual([]);
    expect(hub.woken).toHaveLength(1);
  });
});
