import { z } from 'zod';
import { migrations } from '../../migrations/index.js';
import type { HubEvents } from '../../src/events.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { transact } from '../../src/platform/database/transact.js';
import { findHubError } from '../../src/platform/errors/hub-error.js';
import { newId } from '../../src/platform/id.js';
import type { Jobs } from '../../src/platform/jobs/jobs.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { defineModel, defineProvider, type Page, type PageRequest } from '../../src/providers/provider.js';
import { RecordStore } from '../../src/records/record-store.js';
import { RecordType } from '../../src/records/record.type.js';
import { SyncRunner } from '../../src/syncs/sync-runner.js';
import { Syncs } from '../../src/syncs/syncs.js';
import { entities, type Row, type Tables } from '../../src/tables.js';
import type { TestDatabase } from './databases.js';
import { noOutbox } from './no-outbox.js';

export interface Thing {
  id: string;
  title?: string;
}

type ThingPage = Page<string, { page: number }>;
type Script = (request: PageRequest<unknown, string, { page: number }>) => AsyncIterable<ThingPage>;

class ThingType extends RecordType<Thing> {}

/**
 * The sync engine on a database of its own, with a provider whose pages the test writes
 * (`stage.script`), a clock that the test moves, and jobs that the test runs.
 */
export async function openSyncStage(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const { db, engine } = opened;

  const stage = { now: Date.UTC(2026, 10, 24, 12), script: pagesOf([]), switchedOff: [] as string[] };
  const published: { name: keyof HubEvents; event: HubEvents[keyof HubEvents] }[] = [];
  const woken: string[] = [];
  const clock = () => stage.now;
  const model = defineModel<unknown, Thing, string, { page: number }>({
    name: 'Thing',
    record: z.looseObject({ id: z.string().min(1), title: z.string().optional() }),
    cursor: z.string(),
    checkpoint: z.object({ page: z.number() }),
    type: ThingType,
    idOf: (thing) => thing.id,
    supportsIncremental: true,
    supportsRealtime: false,
    schedule: { full: '1 week', incremental: '15 minutes' },
    pages: (request) => stage.script(request),
  });
  const provider = defineProvider({
    id: 'things',
    name: 'Things',
    category: 'test',
    docsUrl: 'https://things.example/docs',
    endpoints: { authorizationUrl: '', tokenUrl: '', apiUrl: '' },
    auth: [],
    limits: { integration: { requests: 1, perMs: 1 } },
    createApi: () => null,
    identify: () => Promise.resolve({ externalId: 'x', label: 'x' }),
    models: [model],
    actions: [],
  });
  const events = {
    publish: (name: keyof HubEvents, event: HubEvents[keyof HubEvents]) => published.push({ name, event }),
    subscribe: () => {
      throw new Error('not needed here');
    },
    close: () => Promise.resolve(),
  };
  const jobs = {
    define: () => undefined,
    enqueue: async (_name: string, data: { syncLogId: string }) => void woken.push(data.syncLogId),
    every: () => Promise.resolve(),
    list: () => Promise.resolve([]),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  } as unknown as Jobs;
  const newRunner = ({ stopGraceMs }: { stopGraceMs?: number } = {}) =>
    new SyncRunner({
      db,
      store: new RecordStore(engine, clock),
      events: events as never,
      outbox: noOutbox,
      logger: createLogger({ level: 'silent' }),
      clock,
      apiOf: () => Promise.resolve({ provider, api: null }),
      modelOf: () => model,
      toHubError: (_provider, error) => findHubError(error),
      stopGraceMs,
    });
  const runner = newRunner();
  const store = new RecordStore(engine, clock);
  const syncs = new Syncs({
    db,
    engine,
    store,
    runner,
    jobs,
    events: events as never,
    keepLogsMs: Infinity,
    clock,
    providerOf: () => provider,
    providers: () => [provider],
    switchedOff: () => Promise.resolve(stage.switchedOff),
  });

  const integrationId = newId('int');
  await db
    .insertInto('integration')
    .values({
      id: integrationId,
      providerId: 'things',
      tenantId: 'acme',
      userId: 'ada',
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: 0,
      grantedScopes: '[]' as never,
      credentialsVersion: 0,
      createdAt: 0,
      updatedAt: 0,
    })
    .execute();

  const syncRow = () =>
    db.selectFrom('sync').selectAll().where('integrationId', '=', integrationId).executeTakeFirstOrThrow();
  const run = (syncLogId: string, signal: AbortSignal = new AbortController().signal, by = runner) =>
    by.run(syncLogId, { signal, touch: () => Promise.resolve() });

  return {
    stage,
    db,
    syncs,
    runner,
    newRunner,
    integrationId,
    published,
    woken,
    run,
    syncRow,
    async disconnect(how: { deleteRecords: boolean }): Promise<void> {
      const tellOthers = await transact(db, (trx) => syncs.onDisconnected(trx, integrationId, how));
      tellOthers();
    },
    log: (id: string): Promise<Row<'sync_log'>> =>
      db.selectFrom('sync_log').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    /** Queues a run and runs it to where it ends or waits. */
    async sync(kind: 'FULL' | 'INCREMENTAL' = 'FULL', isMassDeletionAllowed = false): Promise<Row<'sync_log'>> {
      const [log] = await syncs.trigger([await syncRow()], { kind, trigger: 'MANUAL', isMassDeletionAllowed });
      await run(log?.id as string);
      return db
        .selectFrom('sync_log')
        .selectAll()
        .where('id', '=', log?.id as string)
        .executeTakeFirstOrThrow();
    },
    live: async () =>
      (
        await db
          .selectFrom('record')
          .select('externalId')
          .where('deletedAt', 'is', null)
          .orderBy('externalId')
          .execute()
      ).map(({ externalId }) => externalId),
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

/** A provider that gives these pages, one call each, and goes on at a checkpoint. */
export function pagesOf(pages: readonly (readonly Thing[])[], cursor = 'cursor-1'): Script {
  return async function* ({ checkpoint }) {
    const from = checkpoint?.page ?? 0;
    for (let page = from; page < Math.max(pages.length, 1); page += 1) {
      const isLast = page >= pages.length - 1;
      yield {
        records: pages[page] ?? [],
        checkpoint: isLast ? null : { page: page + 1 },
        ...(isLast ? { cursor } : {}),
      };
    }
  };
}

/** Things with ids `thing-0` to `thing-<count - 1>`. */
export function things(count: number, from = 0): Thing[] {
  return Array.from({ length: count }, (_, index) => ({ id: `thing-${from + index}` }));
}
