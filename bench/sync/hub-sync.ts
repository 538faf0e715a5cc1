import { join } from 'node:path';
import { z } from 'zod';
import { migrations } from '../../migrations/index.js';
import type { HubEvents } from '../../src/events.js';
import { toJson } from '../../src/platform/database/json-text.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import type { EventBus } from '../../src/platform/events/event-bus.js';
import { newId } from '../../src/platform/id.js';
import type { Jobs } from '../../src/platform/jobs/jobs.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { defineModel, defineProvider, defineReading } from '../../src/providers/provider.js';
import { indexPlans } from '../../src/records/reading/index-plan.js';
import { RecordStore } from '../../src/records/record-store.js';
import { RecordType } from '../../src/records/record.type.js';
import { SyncRunner } from '../../src/syncs/sync-runner.js';
import { Syncs } from '../../src/syncs/syncs.js';
import { entities, type Db, type Tables } from '../../src/tables.js';
import { scratchFolder } from '../scratch.js';
import type { BenchRow } from './rows.js';

class EventType extends RecordType<BenchRow> {
  get status(): string {
    return this.data.status;
  }

  get organizer(): string | null {
    return this.data.attendees[0]?.email ?? null;
  }
}

const moment = z.looseObject({ dateTime: z.string(), timeZone: z.string() });

/** The real sync engine on a database of its own, with a provider that has its answers at hand. */
export async function openHubSync(rows: readonly BenchRow[], pageSize: number) {
  const folder = await scratchFolder();
  const opened = await openDatabase<Tables>({ url: `sqlite:${join(folder.path, 'hub.sqlite')}`, entities, migrations });
  await opened.migrate();
  const { db, engine } = opened;
  const provider = providerOf(rows, pageSize);
  const store = new RecordStore(engine, Date.now, indexPlans([provider]));
  const runner = new SyncRunner({
    db,
    store,
    events: noEvents,
    outbox: { add: () => Promise.resolve(() => undefined) },
    logger: createLogger({ level: 'silent' }),
    clock: Date.now,
    apiOf: () => Promise.resolve({ provider, api: null }),
    modelOf: () => provider.models[0] as (typeof provider.models)[number],
    toHubError: () => null,
  });
  const syncs = new Syncs({
    db,
    engine,
    store,
    runner,
    jobs: noJobs,
    events: noEvents,
    keepLogsMs: Infinity,
    clock: Date.now,
    providerOf: () => provider,
    providers: () => [provider],
    switchedOff: () => Promise.resolve([]),
  });
  const integrationId = await insertIntegration(db);
  await syncs.onConnected(integrationId);

  return {
    /** Runs a FULL sync to its end and gives the milliseconds that it took. */
    async run(expected: 'added' | 'unchanged'): Promise<number> {
      const sync = await db.selectFrom('sync').selectAll().executeTakeFirstOrThrow();
      const [queued] = await syncs.trigger([sync], { kind: 'FULL', trigger: 'MANUAL' });
      const began = performance.now();
      await runner.run(queued?.id ?? '', { signal: new AbortController().signal, touch: () => Promise.resolve() });
      const tookMs = performance.now() - began;
      const log = await db.selectFrom('sync_log').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
      if (log.state !== 'SUCCEEDED' || log[expected] !== rows.length) {
        throw new Error(
          `The run ended ${log.state} with ${log[expected]} ${expected} of ${rows.length}: ${log.problem}`,
        );
      }
      return tookMs;
    },
    async [Symbol.asyncDispose]() {
      await opened.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function providerOf(rows: readonly BenchRow[], pageSize: number) {
  const model = defineModel<unknown, BenchRow, string, number>({
    name: 'Event',
    record: z.looseObject({
      id: z.string().min(1),
      status: z.string(),
      summary: z.string(),
      description: z.string(),
      start: moment,
      end: moment,
      attendees: z.array(z.looseObject({ email: z.string(), responseStatus: z.string() })),
      updated: z.string(),
    }),
    cursor: z.string(),
    checkpoint: z.number(),
    type: EventType,
    reading: defineReading<EventType>({
      query: 'events',
      description: 'As the calendar has it.',
      version: 1,
      filters: { organizer: { description: 'By this person.' }, status: { description: 'With this status.' } },
      order: { by: ({ data }) => Date.parse(data.start.dateTime), direction: 'ASC', after: 'after', before: 'before' },
    }),
    idOf: (row) => row.id,
    supportsIncremental: true,
    supportsRealtime: false,
    schedule: { full: '1 week', incremental: '15 minutes' },
    async *pages({ checkpoint }) {
      for (let from = checkpoint ?? 0; from < rows.length; from += pageSize) {
        const next = from + pageSize;
        yield { records: rows.slice(from, next), checkpoint: next < rows.length ? next : null, cursor: 'end' };
      }
    },
  });
  return defineProvider({
    id: 'bench',
    name: 'Bench',
    category: 'bench',
    docsUrl: 'https://example.com',
    endpoints: { authorizationUrl: '', tokenUrl: '', apiUrl: '' },
    auth: [],
    limits: { integration: { requests: 1, perMs: 1 } },
    createApi: () => null,
    identify: () => Promise.resolve({ externalId: 'bench', label: 'Bench' }),
    models: [model],
    actions: [],
  });
}

async function insertIntegration(db: Db): Promise<string> {
  const id = newId('int');
  await db
    .insertInto('integration')
    .values({
      id,
      providerId: 'bench',
      tenantId: 'default',
      userId: 'operator',
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: 0,
      grantedScopes: toJson<string[]>([]),
      credentialsVersion: 1,
      createdAt: 0,
      updatedAt: 0,
    })
    .execute();
  return id;
}

const noEvents: EventBus<HubEvents> = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('Nobody listens in a bench.');
  },
  heard: 0,
  close: () => Promise.resolve(),
};

const noJobs = {
  define: () => undefined,
  enqueue: () => Promise.resolve(),
  every: () => Promise.resolve(),
} as unknown as Jobs;
