import { expect, test, vi } from 'vitest';
import { fromJson } from '../../../src/platform/database/json-text.js';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { CursorExpired } from '../../../src/providers/provider.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { openSyncStage, pagesOf, things } from '../../kit/sync-stage.js';

describeEachDatabase((database) => {
  test('stores every record of a first full run and counts exactly', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(3), things(3, 3), things(1, 6)]);
    await hub.syncs.onConnected(hub.integrationId);

    await hub.run(hub.woken[0] as string);

    const log = await hub.log(hub.woken[0] as string);
    expect(log).toMatchObject({
      kind: 'FULL',
      trigger: 'INITIAL',
      state: 'SUCCEEDED',
      pages: 3,
      added: 7,
      problem: null,
    });
    expect(await hub.syncRow()).toMatchObject({ state: 'SUCCEEDED', recordCount: 7, lastSuccessAt: hub.stage.now });
    expect(await hub.live()).toHaveLength(7);
  });

  test('changes nothing and tells nobody when nothing changed', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(5)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    hub.published.length = 0;

    const log = await hub.sync();

    expect(log).toMatchObject({ added: 0, updated: 0, deleted: 0, unchanged: 5 });
    expect(hub.published.filter(({ name }) => name === 'recordsChanged')).toEqual([]);
  });

  test('marks deleted what a full run no longer sees, and says so once', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(5)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    hub.published.length = 0;
    hub.stage.script = pagesOf([things(4)]);

    const log = await hub.sync();

    expect(log).toMatchObject({ state: 'SUCCEEDED', deleted: 1, unchanged: 4 });
    expect(await hub.syncRow()).toMatchObject({ recordCount: 4 });
    expect(hub.published.filter(({ name }) => name === 'recordsChanged').map(({ event }) => event)).toMatchObject([
      { deleted: 1, added: 0, updated: 0, model: 'Thing' },
    ]);
  });

  test('deletes nothing when a full run fails half way', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(4)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    hub.stage.script = async function* () {
      yield { records: things(1), checkpoint: { page: 1 } };
      throw new HubError('PROVIDER_REJECTED', 'Things refused the call.');
    };

    const log = await hub.sync();

    expect(log).toMatchObject({ state: 'FAILED', deleted: 0 });
    expect(fromJson(log.problem)).toMatchObject({ code: 'PROVIDER_REJECTED', message: 'Things refused the call.' });
    expect(await hub.live()).toHaveLength(4);
  });

  test('refuses to delete more than half, and does when it is allowed', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(10)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    hub.stage.script = pagesOf([things(4)]);

    const refused = await hub.sync();
    const left = await hub.live();
    const allowed = await hub.sync('FULL', true);

    expect(refused).toMatchObject({ state: 'FAILED', deleted: 0 });
    expect(fromJson(refused.problem)?.code).toBe('MASS_DELETION_REFUSED');
    expect(left).toHaveLength(10);
    expect(allowed).toMatchObject({ state: 'SUCCEEDED', deleted: 6 });
    expect(await hub.live()).toHaveLength(4);
  });

  test('goes on at the last committed page after the process died', async () => {
    await using hub = await openSyncStage(database);
    const asked: (number | null)[] = [];
    const died = new Promise<never>(() => undefined);
    hub.stage.script = async function* () {
      yield { records: things(2), checkpoint: { page: 1 } };
      yield { records: things(2, 2), checkpoint: { page: 2 } };
      await died;
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    void hub.run(id);
    await vi.waitFor(async () => expect((await hub.log(id)).pages).toBe(2));
    hub.stage.script = async function* (request) {
      asked.push(request.checkpoint?.page ?? null);
      yield { records: things(1, 4), checkpoint: null, cursor: 'after' };
    };

    hub.stage.now += 60_000;
    await hub.run(id, undefined, hub.newRunner());

    expect(asked).toEqual([2]);
    expect(await hub.log(id)).toMatchObject({ state: 'SUCCEEDED', pages: 3, added: 5, unchanged: 0, deleted: 0 });
    expect(await hub.live()).toHaveLength(5);
  });

  test('lets a process that lost its run write nothing more', async () => {
    await using hub = await openSyncStage(database);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    hub.stage.script = async function* () {
      yield { records: things(1), checkpoint: { page: 1 } };
      await held;
      yield { records: [{ id: 'from-the-dead' }], checkpoint: null };
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    const first = hub.run(id);
    await vi.waitFor(async () => expect((await hub.log(id)).pages).toBe(1));
    hub.stage.now += 60_000;
    hub.stage.script = pagesOf([things(1), things(1, 1)]);
    await hub.run(id, undefined, hub.newRunner());

    release();
    await first;

    expect(await hub.live()).toEqual(['thing-0', 'thing-1']);
    expect(await hub.log(id)).toMatchObject({ state: 'SUCCEEDED', pages: 2 });
  });

  test('lets the page on its way come in when the hub stops', async () => {
    await using hub = await openSyncStage(database);
    const stop = new AbortController();
    const [asked, answered] = [Promise.withResolvers<AbortSignal>(), Promise.withResolvers<void>()];
    hub.stage.script = async function* ({ signal }) {
      asked.resolve(signal);
      await answered.promise;
      yield { records: things(2), checkpoint: { page: 1 } };
      yield { records: things(2, 2), checkpoint: null };
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;

    const running = hub.run(id, stop.signal);
    const signal = await asked.promise;
    stop.abort();
    const isCutOff = signal.aborted;
    answered.resolve();
    await running;

    expect(isCutOff).toBe(false);
    expect(await hub.log(id)).toMatchObject({ state: 'QUEUED', pages: 1, added: 2, leaseToken: null });
    expect(fromJson((await hub.log(id)).checkpoint)).toMatchObject({ at: { page: 1 } });
  });

  test('gives a page up that outlasts the grace of a stop, and puts the run back where it stood', async () => {
    await using hub = await openSyncStage(database);
    const stop = new AbortController();
    hub.stage.script = async function* ({ signal }) {
      yield { records: things(2), checkpoint: { page: 1 } };
      const givenUp = new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      stop.abort();
      await givenUp;
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;

    await hub.run(id, stop.signal, hub.newRunner({ stopGraceMs: 0 }));

    expect(await hub.log(id)).toMatchObject({ state: 'QUEUED', pages: 1, added: 2, problem: null });
    expect(fromJson((await hub.log(id)).checkpoint)).toMatchObject({ at: { page: 1 } });
  });

  test('puts a run back at its page when the hub stops', async () => {
    await using hub = await openSyncStage(database);
    const stop = new AbortController();
    hub.stage.script = async function* () {
      yield { records: things(2), checkpoint: { page: 1 } };
      stop.abort();
      yield { records: things(2, 2), checkpoint: { page: 2 } };
      yield { records: things(2, 4), checkpoint: null };
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;

    await hub.run(id, stop.signal);

    expect(await hub.log(id)).toMatchObject({ state: 'QUEUED', pages: 2, leaseToken: null });
    expect(fromJson((await hub.log(id)).checkpoint)).toMatchObject({ at: { page: 2 } });
  });

  test('waits at its page for a rate limit and goes on when it is over', async () => {
    await using hub = await openSyncStage(database);
    let isLimited = true;
    hub.stage.script = async function* ({ checkpoint }) {
      if (checkpoint === null) yield { records: things(1), checkpoint: { page: 1 } };
      if (isLimited) throw new HubError('PROVIDER_RATE_LIMITED', 'Later.', { retryAt: hub.stage.now + 90_000 });
      yield { records: things(1, 1), checkpoint: null };
    };
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;

    await hub.run(id);
    const paused = await hub.log(id);
    isLimited = false;
    await hub.run(id);
    const tooEarly = await hub.log(id);
    hub.stage.now += 91_000;
    hub.woken.length = 0;
    await hub.syncs.queueDue();
    await hub.run(id);

    expect(paused).toMatchObject({ state: 'PAUSED', pages: 1, retryAt: paused.queuedAt + 90_000 });
    expect(fromJson(paused.problem)).toMatchObject({
      code: 'PROVIDER_RATE_LIMITED',
      retryable: true,
      retryAt: paused.retryAt,
    });
    expect(tooEarly.state).toBe('PAUSED');
    expect(hub.woken).toContain(id);
    expect(await hub.log(id)).toMatchObject({ state: 'SUCCEEDED', added: 2, pages: 2, problem: null });
  });

  test('turns an incremental run into a full one when the cursor expired', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(4)]);
    await hub.syncs.onConnected(hub.integrationId);
    await hub.sync();
    hub.stage.script = (request) => {
      if (request.kind === 'INCREMENTAL') throw new CursorExpired('gone');
      return pagesOf([things(3)], 'cursor-2')(request);
    };

    const log = await hub.sync('INCREMENTAL');

    expect(log).toMatchObject({ kind: 'FULL', state: 'SUCCEEDED', unchanged: 3, deleted: 1 });
    expect(fromJson((await hub.syncRow()).cursor)).toBe('cursor-2');
  });

  test('begins an incremental run at the cursor and at the start of the last success, and deletes what it is told', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(3)], 'cursor-7');
    await hub.syncs.onConnected(hub.integrationId);
    const startedAt = hub.stage.now;
    await hub.sync();
    const asked: unknown[] = [];
    hub.stage.now += 3_600_000;
    hub.stage.script = async function* ({ kind, cursor, changedSince }) {
      asked.push({ kind, cursor, changedSince });
      yield { records: [{ id: 'thing-1', title: 'new' }], deletedIds: ['thing-2', 'unknown'], checkpoint: null };
    };

    const log = await hub.sync('INCREMENTAL');

    expect(asked).toEqual([{ kind: 'INCREMENTAL', cursor: 'cursor-7', changedSince: startedAt - 300_000 }]);
    expect(log).toMatchObject({ kind: 'INCREMENTAL', updated: 1, deleted: 1, added: 0 });
    expect(await hub.live()).toEqual(['thing-0', 'thing-1']);
    expect(fromJson((await hub.syncRow()).cursor)).toBe('cursor-7');
  });

  test.each([
    ['an object without an id', [{ title: 'no id' }], /Thing that the hub cannot read \(number 1 on its page; id:/],
    ['an object with an empty id', [{ id: '' }], /id:/],
    ['an object whose id no database takes', [{ id: 'a\0b' }], /its id holds a NUL character/],
    ['something that is no object', ['text'], /the object:/],
  ])('stores nothing of a page with %s and says what was wrong', async (_what, records, message) => {
    await using hub = await openSyncStage(database);
    hub.stage.script = async function* () {
      yield { records, checkpoint: null };
    };
    await hub.syncs.onConnected(hub.integrationId);

    const log = await hub.sync();

    expect(log).toMatchObject({ state: 'FAILED', added: 0, pages: 0 });
    expect(fromJson(log.problem)).toMatchObject({
      code: 'PROVIDER_CONTRACT_BROKEN',
      message: expect.stringMatching(message),
    });
    expect(await hub.live()).toEqual([]);
  });

  test('stops when the provider leads in a circle', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = async function* () {
      for (;;) yield { records: things(1), checkpoint: { page: 1 } };
    };
    await hub.syncs.onConnected(hub.integrationId);

    const log = await hub.sync();

    expect(log).toMatchObject({ state: 'FAILED', pages: 1 });
    expect(fromJson(log.problem)?.message).toContain('same page of Thing records twice');
  });

  test('hides what a bug said and keeps the run where people can see it', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = () => {
      throw new TypeError('secret-token-123 is not a function');
    };
    await hub.syncs.onConnected(hub.integrationId);

    const log = await hub.sync();

    expect(log.state).toBe('FAILED');
    expect(fromJson(log.problem)?.code).toBe('INTERNAL');
    expect(log.problem).not.toContain('secret-token-123');
  });

  test('ends a run that died between its last page and its end', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(2)]);
    await hub.syncs.onConnected(hub.integrationId);
    const id = hub.woken[0] as string;
    await hub.run(id);
    await hub.db
      .updateTable('sync_log')
      .set({ state: 'RUNNING', checkpoint: '{"at":null,"cursor":"late"}' as never, finishedAt: null })
      .where('id', '=', id)
      .execute();
    await hub.db
      .insertInto('sync_seen_page')
      .values({ syncLogId: id, page: 1, externalIds: '["thing-0","thing-1"]' as never })
      .execute();
    hub.stage.script = () => {
      throw new Error('the provider must not be asked again');
    };

    await hub.run(id);

    expect(await hub.log(id)).toMatchObject({ state: 'SUCCEEDED', deleted: 0 });
    expect(fromJson((await hub.syncRow()).cursor)).toBe('late');
  });
});
