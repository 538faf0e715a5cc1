import { openDatabase, type Database } from '../../../../src/platform/database/open-database.js';
import { createJobs, type JobsOptions } from '../../../../src/platform/jobs/create-jobs.js';
import type { Jobs } from '../../../../src/platform/jobs/jobs.js';
import { createLogger } from '../../../../src/platform/logging/logger.js';
import { entities, type Tables } from '../../../../src/tables.js';
import type { TestDatabase } from '../../../kit/databases.js';

/** A database of its own with any number of schedulers on it; disposing of it stops them all. */
export interface JobsPlace extends AsyncDisposable {
  readonly database: Database<Tables>;
  /** What the schedulers logged, a line each. */
  readonly log: string[];
  /** Scans rarely unless told otherwise, so that what is quick is so by notification. */
  open(options?: Partial<JobsOptions<Tables>>): Promise<Jobs>;
  /** All rows of the scheduler's table, in snake_case. */
  rows(): Promise<Record<string, unknown>[]>;
  execute(statement: string): Promise<void>;
}

export async function jobsPlace(engine: TestDatabase): Promise<JobsPlace> {
  const place = await engine.create();
  const database = await openDatabase<Tables>({ url: place.url, entities, migrations: [] });
  const log: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line) => log.push(line) } });
  const opened: Jobs[] = [];
  const table = engine.engine === 'sqlite' ? 'agenda_job' : 'agenda_jobs';
  const run = (statement: string) => database.orm.em.fork().getConnection().execute(statement.replace('$jobs', table));

  return {
    database,
    log,
    async open(options) {
      const jobs = await createJobs({ database, databaseUrl: place.url, logger, processEveryMs: 60_000, ...options });
      opened.push(jobs);
      return jobs;
    },
    rows: () => run('select * from $jobs') as Promise<Record<string, unknown>[]>,
    execute: async (statement) => void (await run(statement)),
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((jobs) => jobs.stop()));
      await database.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
