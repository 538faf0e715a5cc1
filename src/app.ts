import type { FastifyInstance } from 'fastify';
import { migrations } from '../migrations/index.js';
import type { Config, ProviderEnvironment } from './config.js';
import type { HubEvents } from './events.js';
import type { RequestTiming } from './foundation.js';
import { openDatabase, type Database } from './platform/database/open-database.js';
import { HubMetrics } from './metrics/hub-metrics.js';
import { createEventBus } from './platform/events/create-event-bus.js';
import { OutgoingHttp } from './platform/http/outgoing-http.js';
import { createJobs } from './platform/jobs/create-jobs.js';
import { createLogger, type Logger } from './platform/logging/logger.js';
import { findObstacles } from './obstacles.js';
import { openTracing } from './platform/tracing/tracing.js';
import { catalogue, providers } from './providers/index.js';
import type { ProviderDefinition } from './providers/provider.js';
import type { Sandbox } from './sandbox/sandbox.js';
import type { CompleteConfig } from './secrets.js';
import { createServer } from './server.js';
import { connectFeatures, type Features } from './services.js';
import { findStartWarnings } from './start-warnings.js';
import { entities, type Tables } from './tables.js';
import type { InboxLimits } from './webhooks/webhook-inbox.js';

/** The hub, constructed. Nothing runs by itself before `start`. */
export interface App {
  readonly fastify: FastifyInstance;
  readonly database: Database<Tables>;
  readonly features: Features;
  /** What to tell whoever started the hub, a line each. */
  readonly hints: readonly string[];
  /** Takes up what the last process left, and begins with jobs. The HTTP server is the caller's to let listen. */
  start(): Promise<void>;
  /** Ends streams, lets jobs come to their next stop, and closes everything that was opened here. */
  close(): Promise<void>;
}

/** What tests put in place of the real. */
export interface AppOverrides {
  logger?: Logger;
  definitions?: readonly ProviderDefinition[];
  clock?: () => number;
  timing?: RequestTiming;
  http?: OutgoingHttp;
  inboxLimits?: InboxLimits;
  /** Called for each statement; for counting them. */
  onStatement?: () => void;
}

/** Opens the database, brings it up to date, and connects everything. What was opened is closed where it fails. */
export async function createApp(config: CompleteConfig, overrides: AppOverrides = {}): Promise<App> {
  const {
    logger = createLogger({ level: config.logLevel }),
    definitions = [...providers, ...catalogue],
    clock = Date.now,
  } = overrides;
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    const faults: unknown[] = [];
    for (let closeLast = opened.pop(); closeLast; closeLast = opened.pop()) {
      await closeLast().catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw faults[0];
  };
  try {
    for (const warning of findStartWarnings(config)) logger.warn(warning);
    const { databaseUrl: url } = config;
    const database = await openDatabase<Tables>({ url, entities, migrations, onStatement: overrides.onStatement });
    opened.push(() => database.close());
    const applied = await database.migrate();
    if (applied.length > 0) logger.info({ migrations: applied }, 'brought the database up to date');

    const events = await createEventBus<HubEvents>({ redisUrl: config.redisUrl, logger });
    opened.push(() => events.close());
    const sandbox = config.sandbox ? await openSandbox(config, database, logger) : null;
    if (sandbox !== null) opened.push(() => sandbox.close());
    const environment = withSandbox(config.providers, sandbox);
    const metrics = new HubMetrics();
    const tracing = await openTracing(config.tracing);
    opened.push(() => tracing.close());
    const jobs = await createJobs({ database, databaseUrl: url, logger, clock, onRun: metrics.onJobRun, tracing });
    // Features stop them first; a second stop does nothing.
    opened.push(() => jobs.stop());
    const http = overrides.http ?? new OutgoingHttp({ allowPrivate: config.allowPrivateEndpoints });
    opened.push(() => http.close());
    const sharing = await shareLimits(config);
    if (sharing !== null) opened.push(() => sharing.close());
    const features = connectFeatures({
      config,
      logger,
      database,
      events,
      jobs,
      metrics,
      tracing,
      definitions,
      environment,
      http,
      sharedWindows: sharing?.windows ?? null,
      clock,
      timing: overrides.timing,
      inboxLimits: overrides.inboxLimits,
    });
    opened.push(() => features.stop());

    let isStarted = false;
    const watched = { database, jobs, events, isStarted: () => isStarted, runsJobs: config.role !== 'api' };
    const fastify = await createServer({
      config,
      logger,
      database,
      features,
      metrics,
      tracing,
      findObstacles: () => findObstacles(watched),
      clock,
    });
    opened.push(() => fastify.close());
    return {
      fastify,
      database,
      features,
      hints: sandbox?.hints ?? [],
      close,
      start: async () => {
        await features.start();
        isStarted = true;
      },
    };
  } catch (error) {
    await close().catch((fault: unknown) => logger.warn({ err: fault }, 'not everything could be closed'));
    throw error;
  }
}

/** The environment's clients, and those of the sandbox for the providers that have none. */
function withSandbox(environment: Config['providers'], sandbox: Sandbox | null): Map<string, ProviderEnvironment> {
  const merged = new Map(environment);
  // Whole: a client belongs to its secret and its endpoints.
  for (const [id, client] of sandbox?.providers ?? []) merged.set(id, { ...environment.get(id), ...client });
  return merged;
}

/** Rate limits towards providers, shared by the processes that share Redis. */
async function shareLimits({ redisUrl }: Config) {
  if (redisUrl === null) return null;
  // Not loaded where it is not used.
  const { openRedisWindows } = await import('./requests/permits/redis-windows.js');
  return openRedisWindows(redisUrl);
}

/** Providers that the environment or an operator gave a client of their own are not emulated. */
async function openSandbox(
  { publicUrl, dataDir, providers: environment }: Config,
  { db }: Database<Tables>,
  logger: Logger,
): Promise<Sandbox | null> {
  const stored = await db
    .selectFrom('provider_config')
    .select('providerId')
    .where('clientId', 'is not', null)
    .execute();
  const given = [...environment].filter(([, { clientId }]) => clientId !== undefined);
  const except = new Set([...stored.map(({ providerId }) => providerId), ...given.map(([id]) => id)]);
  // Not loaded where it is off.
  const { startSandbox } = await import('./sandbox/sandbox.js');
  return startSandbox({ publicUrl, dataDir, logger, except });
}
