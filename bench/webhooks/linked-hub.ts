import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { migrations } from '../../migrations/index.js';
import { toJson } from '../../src/platform/database/json-text.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { newId } from '../../src/platform/id.js';
import { entities, type Db, type Tables } from '../../src/tables.js';
import { graphqlRequest, startHubOn, untilAnswered, type Process } from '../processes.js';
import { emptyDatabase, type Engine } from './places.js';
import { ACCOUNT, SECRET } from './signed-event.js';

const FAR = Date.UTC(2100, 0, 1);

export interface LinkedHub extends AsyncDisposable {
  process: Process;
  /** How many events are stored, and how many of them are worked on. */
  counts(): Promise<{ stored: number; completed: number }>;
  /** Waits until every event is worked on. */
  untilIdle(): Promise<void>;
  /** Resident memory in MiB. */
  memory(): Promise<number>;
}

/** The hub as production runs it, to which the account is linked that the events speak of. */
export async function startLinkedHub(engine: Engine): Promise<LinkedHub> {
  const place = await emptyDatabase(engine);
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  await linkAccount(opened.db);
  const process = await startHubOn(place.url, place.folder, { STRIPE_WEBHOOK_SECRET: SECRET });
  await untilAnswered(process, graphqlRequest('{ viewer { role } }'));
  const counts = () => countEvents(opened.db);
  return {
    process,
    counts,
    async untilIdle() {
      for (let { stored, completed } = await counts(); completed < stored; { stored, completed } = await counts())
        await delay(100);
    },
    async memory() {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(process.pid)]);
      return Number(stdout) / 1024;
    },
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

async function linkAccount(db: Db): Promise<void> {
  const now = Date.now();
  const integrationId = newId('int');
  await db
    .insertInto('integration')
    .values({
      id: integrationId,
      providerId: 'stripe',
      tenantId: 'default',
      userId: 'operator',
      accountLabel: 'Bench',
      externalAccountId: ACCOUNT,
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: now,
      grantedScopes: toJson<string[]>([]),
      credentialsVersion: 1,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  await db
    .insertInto('sync')
    .values({
      id: newId('sync'),
      integrationId,
      model: 'StripeCustomer',
      recordCount: 0,
      nextFullAt: FAR,
      createdAt: now,
    })
    .execute();
}

async function countEvents(db: Db): Promise<{ stored: number; completed: number }> {
  const counts = await db
    .selectFrom('webhook_event')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const stored = counts.reduce((total, { count }) => total + count, 0);
  return { stored, completed: counts.find(({ state }) => state === 'COMPLETED')?.count ?? 0 };
}
