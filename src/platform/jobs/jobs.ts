/** What a job's function is given. Data holds ids only, never a secret. */
export interface JobContext<Data> {
  data: Data;
  /** Aborted when the hub stops. What a function throws after that is no failure: the job runs again. */
  signal: AbortSignal;
  /**
   * Keeps the job's lock while it works on; call it at least every 20 s, as often as is convenient.
   * @throws Error when the lock ran out: another process may have the job, and this run should end.
   */
  touch(): Promise<void>;
}

export interface JobDefinition<Data> {
  name: string;
  /** Runs at a time in this process. */
  concurrency: number;
  /** Runs at least once for each job: after a crash, or when a lock ran out, once more. */
  run(context: JobContext<Data>): Promise<void>;
}

/** Told of each run of a job in this process. `stopped`: the hub stopped, and the job runs again. */
export type JobRunObserver = (run: {
  name: string;
  outcome: 'succeeded' | 'failed' | 'stopped';
  durationMs: number;
}) => void;

/** Jobs of one name that are due and that nobody has begun. */
export interface DueJobs {
  name: string;
  count: number;
  /** Since when the oldest is due, epoch milliseconds of the machine's clock. */
  oldestAt: number;
}

/** A job as the scheduler sees it; times in epoch milliseconds. */
export interface JobStatus {
  name: string;
  /** Cron expression or human interval; null for a job that runs once. */
  schedule: string | null;
  nextRunAt: number | null;
  lastRunAt: number | null;
  lastFinishedAt: number | null;
  /** Failures since the last success. */
  failCount: number;
  failReason: string | null;
  running: boolean;
}

/**
 * The scheduler, over Agenda. A job is a wake-up: what must not be lost is a row of ours, and a
 * sweep finds rows that no job took. One-off jobs are gone once they succeeded; those that failed
 * are kept for a day.
 */
export interface Jobs {
  /** In every process, whether it runs jobs or only enqueues them; before `start`. */
  define<Data>(definition: JobDefinition<Data>): void;
  /** Runs the job as soon as a place is free: within milliseconds. Not inside a transaction. */
  enqueue<Data>(name: string, data: Data): Promise<void>;
  /**
   * Runs the job again and again, once over all processes; told so again, it keeps its next run.
   * `interval`: cron expression, or human interval, which begins with a run at once.
   * @throws HubError BAD_INPUT where the interval cannot be read or is too frequent.
   */
  every(name: string, interval: string): Promise<void>;
  /** All jobs that wait, run, repeat or failed, by name. */
  list(): Promise<JobStatus[]>;
  /** What waits for a place, by name. */
  due(): Promise<DueJobs[]>;
  /** When this process last looked for jobs and the database answered, epoch milliseconds of the machine's clock; null before. */
  readonly lastLookAt: number | null;
  /** Begins to take jobs (not in the api role). */
  start(): Promise<void>;
  /** Aborts the signals, waits ten seconds at most for running jobs, gives back what was locked, closes. */
  stop(): Promise<void>;
}
