import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/open-database.js';
import type { Logger } from '../logging/logger.js';
import type { Tracing } from '../tracing/tracing.js';
import { AgendaJobs } from './agenda-jobs.js';
import type { JobBackend } from './job-backend.js';
import type { JobTables } from './job-table.js';
import type { JobRunObserver, Jobs } from './jobs.js';
import { SqliteBackend } from './sqlite-backend.js';

export interface JobsOptions<Tables> {
  database: Pick<Database<Tables>, 'engine' | 'db'>;
  /** For PostgreSQL, where jobs have connections of their own. */
  databaseUrl: string;
  logger: Logger;
  /** For what is told by age. Agenda itself reads the machine's clock. */
  clock?: () => number;
  /** How often to look for jobs that nobody told of: runs missed, locks run out. */
  processEveryMs?: number;
  /** How long a job that is not touched counts as alive. */
  lockLifetimeMs?: number;
  /** How long stopping waits for running jobs. */
  stopWithinMs?: number;
  onRun?: JobRunObserver;
  tracing?: Tracing;
}

/** Connects the scheduler to its tables, which it makes. Its `stop` closes what was opened here. */
export async function createJobs<Tables>(options: JobsOptions<Tables>): Promise<Jobs> {
  const { logger, clock = Date.now, onRun, tracing } = options;
  const { processEveryMs = 5_000, lockLifetimeMs = 60_000, stopWithinMs = 10_000 } = options;
  const owner = randomUUID();
  const backend = await backendFor(options, owner, (err) => logger.error({ err }, 'jobs: the scheduler met an error'));
  // Agenda would connect by itself, and let a failure go unhandled.
  await backend.connect().catch(async (error: unknown) => {
    await backend.disconnect();
    throw error;
  });
  return new AgendaJobs({
    backend,
    owner,
    logger,
    clock,
    processEveryMs,
    lockLifetimeMs,
    stopWithinMs,
    onRun,
    tracing,
  });
}

async function backendFor<Tables>(
  { database, databaseUrl }: JobsOptions<Tables>,
  owner: string,
  onError: (error: Error) => void,
): Promise<JobBackend> {
  if (database.engine === 'postgresql') {
    // Not loaded where it is not used.
    const { PostgresBackend } = await import('./postgres-backend.js');
    return new PostgresBackend(databaseUrl, owner, onError);
  }
  // The same connection, with tables that no entity describes.
  return new SqliteBackend(database.db as unknown as Kysely<JobTables>, owner, onError);
}
