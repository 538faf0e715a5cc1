import { sql, type KyselyPlugin } from 'kysely';
import { expect, test, vi } from 'vitest';
import { fromJson } from '../../../src/platform/database/json-text.js';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { CursorExpired } from '../../../src/providers/provider.js';
import { queueRuns } from '../../../src/syncs/queue-run.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { openSyncStage, pagesOf, things } from '../../kit/sync-stage.js';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

describeEachDatabase((database) => {
  test('queues a run where the one that was under way ends as it is joined', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    const sync = await hub.syncRow();
    const request = { kind: 'FULL', trigger: 'MANUAL' } as const;

    const runs = await hub.db.transaction().execute((trx) => {
      const endTheFirst = () =>
        trx
          .updateTable('sync_log')
          .set({ state: 'SUCCEEDED' })
          .where('id', '=', hub.woken[0] as string)
          .execute();
      return queueRuns(trx.withPlugin(afterFirstStatement(endTheFirst)), [sync], request, hub.stage.now);
    });

    expect(runs).toMatchObject([{ isNew: true, log: { state: 'QUEUED', syncId: sync.id } }]);
  });

  test('connects an account again while a run of it commits, and neither fails', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();

    const committing = hub.db.transaction().execute(async (trx) => {
      await trx.updateTable('sync_log').set({ leasedUntil: 1 }).where('id', '=', id).execute();
      begun.resolve();
      await goOn.promise;
      await trx.updateTable('sync').set({ recordCount: 0 }).execute();
    });
    await begun.promise;
    const connecting = hub.syncs.onConnected(hub.integrationId);
    if (database.engine === 'postgresql') await somebodyWaits(hub);
    goOn.resolve();
    await Promise.all([committing, connecting]);

    expect(await hub.db.selectFrom('sync_log').select('id').execute()).toEqual([{ id }]);
  });

  test('asks again soon for a full run that came due while an incremental one was under way', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(2)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    const held = Promise.withResolvers<void>();
    hub.stage.script = async function* () {
      await held.promise;
      yield { records: [], checkpoint: null };
    };
    const [log] = await hub.syncs.trigger([await hub.syncRow()], { kind: 'INCREMENTAL', trigger: 'MANUAL' });
    const running = hub.run(log?.id as string);
    await vi.waitFor(async () => expect((await hub.log(log?.id as string)).state).toBe('RUNNING'));
    await hub.db.updateTable('sync').set({ nextFullAt: hub.stage.now }).execute();

    await hub.syncs.queueDue();
    const missed = await hub.syncRow();
    held.resolve();
    await running;
    hub.stage.now += MINUTE;
    hub.stage.script = pagesOf([things(2)]);
    hub.woken.length = 0;
    await hub.syncs.queueDue();

    expect(missed.nextFullAt).toBe(hub.stage.now);
    expect(await hub.log(hub.woken[0] as string)).toMatchObject({ kind: 'FULL', trigger: 'SCHEDULE' });
    expect((await hub.syncRow()).nextFullAt).toBeGreaterThan(hub.stage.now);
    expect((await hub.syncRow()).nextFullAt).toBeLessThanOrEqual(hub.stage.now + WEEK);
  });

  test.each(['before it began', 'while it ran'])('takes the permission to delete most %s', async (when) => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(10)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    hub.stage.script = async function* () {
      begun.resolve();
      if (when === 'while it ran') await held.promise;
      yield { records: things(2), checkpoint: null };
    };
    const full = { kind: 'FULL', trigger: 'MANUAL' } as const;
    const [asked] = await hub.syncs.trigger([await hub.syncRow()], full);
    const id = asked?.id as string;
    const running = when === 'while it ran' ? hub.run(id) : null;
    if (running !== null) await begun.promise;

    const [joined] = await hub.syncs.trigger([await hub.syncRow()], { ...full, isMassDeletionAllowed: true });
    held.resolve();
    await (running ?? hub.run(id));

    expect(joined?.id).toBe(id);
    expect(await hub.log(id)).toMatchObject({ state: 'SUCCEEDED', deleted: 8 });
  });

  test('cancels a paused run at once', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = limited;
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    await hub.run(id);
    const paused = await hub.log(id);

    const cancelled = await hub.syncs.cancel(id);

    expect(paused.state).toBe('PAUSED');
    expect(cancelled).toMatchObject({ state: 'CANCELLED', retryAt: null, checkpoint: null });
    expect(await hub.syncRow()).toMatchObject({ state: 'CANCELLED' });
  });

  test('does not wait for the provider with a run that was cancelled just as it began to wait', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = limited;
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    await hub.run(id);
    await hub.db.updateTable('sync_log').set({ cancelRequestedAt: hub.stage.now }).where('id', '=', id).execute();
    hub.woken.length = 0;

    await hub.syncs.queueDue();
    await hub.run(hub.woken[0] as string);

    expect(hub.woken).toEqual([id]);
    expect(await hub.log(id)).toMatchObject({ state: 'CANCELLED' });
  });

  test('begins what a process left out that died right after an account was connected', async () => {
    await using hub = await openSyncStage(database);
    await hub.db.updateTable('integration').set({ stateSince: hub.stage.now }).execute();

    await hub.syncs.queueDue();
    const atOnce = [...hub.woken];
    hub.stage.now += 11_000;
    await hub.syncs.queueDue();
    await hub.syncs.queueDue();

    expect(atOnce).toEqual([]);
    expect(hub.woken).toHaveLength(1);
    expect(await hub.log(hub.woken[0] as string)).toMatchObject({ kind: 'FULL', trigger: 'INITIAL' });
    expect((await hub.syncRow()).nextFullAt).toBeGreaterThan(hub.stage.now);
  });

  test('begins it at the next start, however long ago that was', async () => {
    await using hub = await openSyncStage(database);

    await hub.syncs.start();

    expect(hub.woken).toHaveLength(1);
  });

  test('schedules nothing while the owner has to connect again, and goes on after that', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();

    await hub.syncs.onRefused(hub.integrationId);
    const stillConnected = await hub.syncRow();
    await hub.db.updateTable('integration').set({ state: 'REAUTHORIZATION_REQUIRED' }).execute();
    await hub.syncs.onRefused(hub.integrationId);
    const refused = await hub.syncRow();
    await hub.db.updateTable('integration').set({ state: 'CONNECTED' }).execute();
    await hub.syncs.onConnected(hub.integrationId);

    expect(stillConnected.nextFullAt).not.toBeNull();
    expect(refused).toMatchObject({ nextFullAt: null, nextIncrementalAt: null });
    expect((await hub.syncRow()).nextIncrementalAt).toBeGreaterThan(hub.stage.now);
  });

  test('queues nothing for an account that was disconnected before its syncs were made', async () => {
    await using hub = await openSyncStage(database);
    await hub.db.updateTable('integration').set({ state: 'DISCONNECTED' }).execute();

    await hub.syncs.onConnected(hub.integrationId);

    expect(hub.woken).toEqual([]);
    expect(await hub.db.selectFrom('sync').selectAll().execute()).toEqual([]);
  });

  test('tells of a run that ends by disconnecting, and of the status with it', async () => {
    await using hub = await openSyncStage(database);
    await hub.syncs.onConnected(hub.integrationId);
    hub.published.length = 0;

    await hub.disconnect({ deleteRecords: false });

    expect(hub.published.map(({ name }) => name)).toEqual(['syncProgressed', 'connectionStatusChanged']);
  });

  test('writes nothing of a run that was under way when the account was disconnected and erased', async () => {
    await using hub = await openSyncStage(database);
    const held = Promise.withResolvers<void>();
    hub.stage.script = async function* () {
      yield { records: things(2), checkpoint: { page: 1 } };
      await held.promise;
      yield { records: things(2, 2), checkpoint: null };
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    // As in another process, which is not told to stop.
    const running = hub.run(id, undefined, hub.newRunner());
    await vi.waitFor(async () => expect((await hub.log(id)).pages).toBe(1));

    await hub.disconnect({ deleteRecords: true });
    held.resolve();
    await running;

    expect(await hub.live()).toEqual([]);
    expect(await hub.syncRow()).toMatchObject({ state: 'CANCELLED', recordCount: 0, cursor: null });
    expect(await hub.log(id)).toMatchObject({ state: 'CANCELLED', pages: 1 });
  });

  test('keeps the number of live records exact over everything that happens to a sync', async () => {
    await using hub = await openSyncStage(database);
    const expectExact = async () => expect((await hub.syncRow()).recordCount).toBe((await hub.live()).length);
    hub.stage.script = pagesOf([things(4), things(4, 4)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    await expectExact();

    // Twice on one page, deleted, back again, unknown.
    hub.stage.script = async function* () {
      yield {
        records: [...things(1, 20), ...things(1, 20)],
        deletedIds: ['thing-1', 'nobody'],
        checkpoint: { page: 1 },
      };
      yield { records: things(1, 1), deletedIds: ['thing-2', 'thing-2'], checkpoint: null };
    };
    await hub.sync('INCREMENTAL');
    await expectExact();

    // Fails after a page that was stored.
    hub.stage.script = async function* () {
      yield { records: things(2, 30), deletedIds: ['thing-3'], checkpoint: { page: 1 } };
      throw new HubError('PROVIDER_REJECTED', 'No.');
    };
    await hub.sync();
    await expectExact();

    // The place is forgotten half way: what was stored so far is read again.
    hub.stage.script = async function* (request) {
      if (request.kind === 'FULL') return yield* pagesOf([things(6), things(2, 40)], 'cursor-9')(request);
      yield { records: things(1, 41), checkpoint: { page: 1 } };
      throw new CursorExpired('gone');
    };
    const restarted = await hub.sync('INCREMENTAL');
    await expectExact();

    expect(restarted).toMatchObject({ kind: 'FULL', state: 'SUCCEEDED' });
    expect(await hub.live()).toEqual([...things(6), ...things(2, 40)].map(({ id }) => id).toSorted());
    expect(await hub.db.selectFrom('sync_seen_page').selectAll().execute()).toEqual([]);
    expect(fromJson((await hub.syncRow()).cursor)).toBe('cursor-9');
  });

  test('counts a page once that a run committed before it was paused, cut off and taken over', async () => {
    await using hub = await openSyncStage(database);
    const pages = [things(3), things(3, 3), things(3, 6), things(1, 9)];
    const faults: unknown[] = [new HubError('PROVIDER_UNAVAILABLE', 'Down.'), null, null];
    const stop = new AbortController();
    hub.stage.script = async function* ({ checkpoint }) {
      for (let page = checkpoint?.page ?? 0; page < pages.length; page += 1) {
        if (page === 1 && faults[0] !== null) throw faults.splice(0, 1, null)[0];
        if (page === 2) stop.abort();
        yield { records: pages[page] ?? [], checkpoint: page === 3 ? null : { page: page + 1 } };
      }
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;

    await hub.run(id);
    hub.stage.now += 20 * MINUTE;
    await hub.run(id, stop.signal);
    await hub.run(id, undefined, hub.newRunner());

    expect(await hub.log(id)).toMatchObject({ state: 'SUCCEEDED', pages: 4, added: 10, updated: 0, unchanged: 0 });
    expect(await hub.syncRow()).toMatchObject({ recordCount: 10 });
  });
});

/** A provider that never comes to a page. */
function limited(): never {
  throw new HubError('PROVIDER_RATE_LIMITED', 'Later.', { retryAt: Date.UTC(2026, 10, 24, 18) });
}

/** Does something between the first statement and the next. */
function afterFirstStatement(act: () => Promise<unknown>): KyselyPlugin {
  let isDone = false;
  return {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (!isDone) {
        isDone = true;
        await act();
      }
      return result;
    },
  };
}

async function somebodyWaits({ db }: Awaited<ReturnType<typeof openSyncStage>>): Promise<void> {
  await vi.waitFor(async () => {
    const waiting = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    `.execute(db);
    expect(waiting.rows).not.toEqual([]);
  });
}
