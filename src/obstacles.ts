import type { Jobs } from './platform/jobs/jobs.js';
import type { Database } from './platform/database/open-database.js';
import type { OpenEventBus } from './platform/events/event-bus.js';

export interface Watched {
  database: Pick<Database<unknown>, 'missingMigrations'>;
  jobs: Pick<Jobs, 'lastLookAt'>;
  events: Pick<OpenEventBus<Record<string, object>>, 'ping'>;
  /** False until `start` has done its work. */
  isStarted(): boolean;
  /** False where this process only enqueues jobs. */
  runsJobs: boolean;
}

/** Each thing that is asked has this long to answer; all are asked at once. */
const PATIENCE_MS = 2_000;
/** The scheduler looks for jobs every 5 seconds. */
const SILENCE_MS = 30_000;

/** What keeps the hub from serving, in words; empty where nothing does. */
export async function findObstacles(watched: Watched, patienceMs = PATIENCE_MS): Promise<string[]> {
  const { database, jobs, events, isStarted, runsJobs } = watched;
  const [missing, heard] = await Promise.all([
    inTime(() => database.missingMigrations(), patienceMs),
    inTime(() => events.ping().then(() => true), patienceMs),
  ]);
  const obstacles: string[] = [];
  if (missing === null) obstacles.push('The database does not answer.');
  else if (missing.length > 0) obstacles.push(`The database lacks migrations: ${missing.join(', ')}. Restart the hub.`);
  if (heard === null) obstacles.push('Redis does not answer.');
  if (!isStarted()) obstacles.push('Jobs have not started.');
  else if (runsJobs && Date.now() - (jobs.lastLookAt ?? 0) > SILENCE_MS) {
    obstacles.push(`The scheduler has not looked for jobs for more than ${SILENCE_MS / 1000} seconds.`);
  }
  return obstacles;
}

/** Null where it failed or did not answer in time. */
async function inTime<Value>(ask: () => Promise<Value>, patienceMs: number): Promise<Value | null> {
  const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<null>();
  const timer = setTimeout(giveUp, patienceMs, null);
  return Promise.race([ask().catch(() => null), tooLate]).finally(() => clearTimeout(timer));
}
