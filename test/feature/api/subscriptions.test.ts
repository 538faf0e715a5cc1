import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { acmeAdmin, ada, eve, openApi, operator, type Answer, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addHealth, addIntegration, addRecord, addSync, addSyncLog, NOON } from '../../kit/rows.js';

const [HEALTH, STATUS, PROGRESS, RECORDS, ALERTS] = (await Promise.all(
  ['health-changed', 'connection-status-changed', 'sync-progressed', 'records-changed', 'alert-changed'].map((name) =>
    readFile(`schema/operations/${name}.graphql`, 'utf8'),
  ),
)) as [string, string, string, string, string];

describeEachDatabase((database) => {
  test('sends the present state first, then each change as it is by then', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    const stream = await api.watchAs(ada, STATUS);

    const snapshot = await next(stream);
    await api.db.updateTable('integration').set({ state: 'DISCONNECTED' }).where('id', '=', id).execute();
    api.events.publish('connectionStatusChanged', { integrationId: id, previous: 'CONNECTED', at: NOON });
    const change = await next(stream);
    await stream.return?.();

    expect(snapshot.connectionStatusChanged).toMatchObject({
      snapshot: true,
      previous: null,
      integration: { id },
      connectionStatus: { state: 'CONNECTED' },
    });
    expect(change.connectionStatusChanged).toMatchObject({
      snapshot: false,
      previous: 'CONNECTED',
      at: '2026-11-24T12:00:00.000Z',
      connectionStatus: { state: 'DISCONNECTED' },
    });
  });

  test('misses nothing that happens between listening and the present state', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    const stream = await api.watchAs(ada, HEALTH);

    await addHealth(api.db, { integrationId: id, state: 'DOWN', calls: 10, failures: 10 });
    api.events.publish('healthChanged', { integrationId: id, previous: 'UNKNOWN', at: NOON });

    expect((await next(stream)).healthChanged).toMatchObject({ snapshot: true, health: { state: 'DOWN' } });
    expect((await next(stream)).healthChanged).toMatchObject({ snapshot: false, previous: 'UNKNOWN' });
    await stream.return?.();
  });

  test('passes over what the viewer may not see, at the time of the event', async () => {
    await using api = await openApi(database);
    const [foreign, own, lost] = [
      await addIntegration(api.db, { tenantId: 'globex' }),
      await addIntegration(api.db),
      await addIntegration(api.db),
    ];
    const stream = await api.watchAs(ada, HEALTH);
    const seen = [await next(stream), await next(stream)].map(({ healthChanged }) => healthChanged.integration.id);

    await api.db.updateTable('integration').set({ userId: 'bob' }).where('id', '=', lost.id).execute();
    for (const { id } of [foreign, lost, own]) {
      api.events.publish('healthChanged', { integrationId: id, previous: null, at: NOON });
    }

    expect(seen).toEqual([lost.id, own.id]);
    expect((await next(stream)).healthChanged.integration.id).toBe(own.id);
    await stream.return?.();
  });

  test.each([
    ['healthChanged', HEALTH],
    ['connectionStatusChanged', STATUS],
    ['syncProgressed', PROGRESS],
    ['recordsChanged', RECORDS],
  ])('finds no integration of somebody else to subscribe to by %s', async (_, document) => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);

    const watching = api.watchAs(eve, document, { integrationId: id });

    await expect(watching).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('keeps to one integration or provider where asked', async () => {
    await using api = await openApi(database);
    const [things, keys] = [await addIntegration(api.db), await addIntegration(api.db, { providerId: 'keys' })];
    const byProvider = await api.watchAs(ada, STATUS, { providerId: 'keys' });
    const byId = await api.watchAs(ada, STATUS, { integrationId: things.id });

    const snapshots = [await next(byProvider), await next(byId)];
    for (const { id } of [things, keys, things]) {
      api.events.publish('connectionStatusChanged', { integrationId: id, previous: null, at: NOON });
    }
    const changes = [await next(byProvider), await next(byId), await next(byId)];
    await Promise.all([byProvider.return?.(), byId.return?.()]);

    const idsOf = (answers: Answer['data'][]) =>
      answers.map(({ connectionStatusChanged }) => connectionStatusChanged.integration.id);
    expect(idsOf(snapshots)).toEqual([keys.id, things.id]);
    expect(idsOf(changes)).toEqual([keys.id, things.id, things.id]);
  });

  test('sends the runs under way, then tells of a run seldom, but of its state always and of its end', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    const sync = await addSync(api.db, { integrationId });
    await addSyncLog(api.db, sync);
    const run = await addSyncLog(api.db, sync, { state: 'RUNNING', pages: 0, finishedAt: null });
    const stream = await api.watchAs(ada, PROGRESS);
    const progress = async (change: object) => {
      await api.db.updateTable('sync_log').set(change).where('id', '=', run.id).execute();
      api.events.publish('syncProgressed', { integrationId, syncLogId: run.id, at: NOON });
    };

    const first = await next(stream);
    for (let pages = 1; pages <= 20; pages += 1) await progress({ pages });
    const late = await next(stream);
    await progress({ pages: 21 });
    await progress({ state: 'SUCCEEDED' });
    const last = await next(stream);
    await stream.return?.();

    expect(first.syncProgressed).toMatchObject({ id: run.id, state: 'RUNNING', pages: 0 });
    expect(late.syncProgressed).toMatchObject({ state: 'RUNNING', pages: 20 });
    expect(last.syncProgressed).toMatchObject({ state: 'SUCCEEDED', pages: 21 });
  });

  test('tells of the end of a run once, however many events of it come late', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    const sync = await addSync(api.db, { integrationId });
    const stream = await api.watchAs(ada, PROGRESS);
    const [over, other] = [await addSyncLog(api.db, sync), await addSyncLog(api.db, sync)];

    for (const { id } of [over, over, over, other]) {
      api.events.publish('syncProgressed', { integrationId, syncLogId: id, at: NOON });
    }
    const told = [await next(stream), await next(stream)].map(({ syncProgressed }) => syncProgressed.id);
    await stream.return?.();

    expect(told).toEqual([over.id, other.id]);
  });

  test('says where the change feed stands, and reads just the changes by cursorBefore', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addSync(api.db, { integrationId: id });
    await addRecord(api.db, { integrationId: id, sequence: 1 });
    await api.db.insertInto('record_feed').values({ integrationId: id, lastSequence: 1 }).execute();
    const stream = await api.watchAs(ada, RECORDS, { model: 'Thing' });
    const readAfter = async (cursor: string) => {
      const { data } = await api.askAs(
        ada,
        `{ integration(id: "${id}") { records(after: "${cursor}") { nodes { externalId } } } }`,
      );
      return data.integration.records.nodes.map(({ externalId }: { externalId: string }) => externalId);
    };

    const standing = (await next(stream)).recordsChanged;
    await addRecord(api.db, { integrationId: id, sequence: 2 });
    const counts = { added: 1, updated: 0, deleted: 0, syncLogId: null, at: NOON };
    api.events.publish('recordsChanged', { integrationId: id, model: 'Other', sequenceBefore: 0, ...counts });
    api.events.publish('recordsChanged', { integrationId: id, model: 'Thing', sequenceBefore: 1, ...counts });
    const change = (await next(stream)).recordsChanged;
    await stream.return?.();

    expect(standing).toMatchObject({ snapshot: true, model: 'Thing', added: 0, updated: 0, deleted: 0 });
    expect(change).toMatchObject({ snapshot: false, model: 'Thing', added: 1, integration: { id }, syncLog: null });
    expect(await readAfter(standing.cursorBefore)).toEqual(['thing-2']);
    expect(await readAfter(change.cursorBefore)).toEqual(['thing-2']);
  });

  test('opens a stream of alerts, silent where none fires, to those who may see them', async () => {
    await using api = await openApi(database);
    const stream = await api.watchAs(acmeAdmin, ALERTS);
    const waiting = stream.next();

    await stream.return?.();

    expect((await waiting).done).toBe(true);
    await expect(api.watchAs(ada, ALERTS)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('sends the present state of the newest 1,000 integrations at most', async () => {
    await using api = await openApi(database);
    await addMany(api, 1001);
    const stream = await api.watchAs(operator, 'subscription { healthChanged { integration { id } snapshot } }');
    const ids = new Set<string>();
    for (let index = 0; index < 1000; index += 1) ids.add((await next(stream)).healthChanged.integration.id);

    api.events.publish('healthChanged', { integrationId: [...ids][5] as string, previous: null, at: NOON });

    expect(ids.size).toBe(1000);
    expect((await next(stream)).healthChanged.snapshot).toBe(false);
    await stream.return?.();
  });
});

async function next(stream: AsyncIterableIterator<Answer>): Promise<Answer['data']> {
  const { value } = await stream.next();
  expect(value.errors).toEqual([]);
  return value.data;
}

async function addMany({ db }: Api, count: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (let index = 0; index < count; index += 1) await addIntegration(trx);
  });
}
