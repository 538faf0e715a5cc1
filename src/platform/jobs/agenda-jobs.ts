import { Agenda, type Job } from 'agenda';
import { findHubError } from '../errors/hub-error.js';
import type { Logger } from '../logging/logger.js';
import { withOwnLogContext } from '../logging/log-context.js';
import { redactText } from '../logging/secrets.js';
import { noTracing, type Tracing } from '../tracing/tracing.js';
import { EndedJobs } from './ended-jobs.js';
import type { JobBackend } from './job-backend.js';
import { statusOf } from './job-status.js';
import type { DueJobs, JobDefinition, JobRunObserver, Jobs, JobStatus } from './jobs.js';
import { nextTimeOf } from './schedule.js';

const KEEP_FAILED_MS = 24 * 60 * 60_000;
const FORGET_EVERY_MS = 10 * 60_000;
/** A lock is renewed when this part of its lifetime has passed, however often a job touches it. */
const RENEW_PART = 1 / 12;
const MAX_REASON = 500;
/** The hub's own jobs may recur more often than what people schedule. */
const LEAST_GAP_MS = 1_000;

export interface AgendaJobsOptions {
  /** Connected. */
  backend: JobBackend;
  owner: string;
  logger: Logger;
  clock: () => number;
  processEveryMs: number;
  lockLifetimeMs: number;
  stopWithinMs: number;
  onRun?: JobRunObserver;
  tracing?: Tracing;
}

/** Jobs by Agenda, with what it leaves to its users: see each method for the why. */
export class AgendaJobs implements Jobs {
  private readonly agenda: Agenda;
  private readonly stopping = new AbortController();
  private readonly ended: EndedJobs;
  private forgetting: NodeJS.Timeout | undefined;
  private readonly tracing: Tracing;
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: AgendaJobsOptions) {
    const { backend, logger, owner, processEveryMs, lockLifetimeMs, tracing = noTracing } = options;
    this.tracing = tracing;
    this.agenda = new Agenda({
      name: owner,
      backend: { ...servicesOf(backend), connect: async () => undefined, disconnect: async () => undefined },
      processEvery: processEveryMs,
      defaultLockLifetime: lockLifetimeMs,
      // Each job has a limit of its own.
      maxConcurrency: Number.MAX_SAFE_INTEGER,
    });
    this.agenda.on('error', (err: unknown) => logger.error({ err }, 'jobs: the scheduler met an error'));
    this.agenda.on('complete', (job: Job) => this.afterRun(job));
    this.ended = new EndedJobs(
      (ids) => backend.repository.removeJobs({ ids }),
      (err) => logger.warn({ err }, 'jobs: ended jobs could not be removed yet'),
    );
  }

  define<Data>(definition: JobDefinition<Data>): void {
    const { name, concurrency } = definition;
    // A job locked ahead of its turn would be kept from other processes, and locked still after a crash.
    this.agenda.define<Data>(name, (job: Job<Data>) => this.run(definition, job), {
      concurrency,
      lockLimit: concurrency,
    });
  }

  async enqueue<Data>(name: string, data: Data): Promise<void> {
    this.requireDefined(name);
    const traceparent = this.tracing.current();
    await this.agenda.now(name, traceparent === null ? data : { ...data, traceparent });
  }

  async every(name: string, interval: string): Promise<void> {
    this.requireDefined(name);
    const next = nextTimeOf(interval, Date.now(), LEAST_GAP_MS);
    const known = await this.recurring(name);
    // Saved again, a cron expression would skip the run that was missed while the hub was down.
    if (known?.repeatInterval === interval && known.nextRunAt !== null) return;
    const job = await this.agenda.every(interval, name, {});
    if (known === undefined) return;
    job.attrs.nextRunAt = new Date(next);
    await job.save();
  }

  async list(): Promise<JobStatus[]> {
    const { jobs } = await this.agenda.queryJobs({ sort: { name: 'asc' } });
    return jobs.map(statusOf);
  }

  due(): Promise<DueJobs[]> {
    return this.options.backend.due(new Date());
  }

  get lastLookAt(): number | null {
    return this.options.backend.locks.lastLookAt;
  }

  async start(): Promise<void> {
    const { backend } = this.options;
    if (backend.servesOneProcess) await backend.giveBackAll();
    await this.forgetEnded();
    this.forgetting = setInterval(() => void this.forgetEnded(), FORGET_EVERY_MS).unref();
    await this.agenda.start();
    await this.setTimers();
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopOnce();
    return this.stopped;
  }

  private async stopOnce(): Promise<void> {
    const { backend, logger, stopWithinMs } = this.options;
    clearInterval(this.forgetting);
    this.stopping.abort();
    await backend.locks.close();
    const { running } = await this.agenda.drain({ timeout: stopWithinMs, closeConnection: false });
    if (running > 0) logger.warn({ running }, 'jobs: some did not end in time and will run again');
    await this.ended.flush();
    await this.giveBackHeld();
    await backend.disconnect();
  }

  /** Agenda leaves locked what did not end, and what it had locked but not begun. */
  private async giveBackHeld(): Promise<void> {
    const { backend, logger } = this.options;
    const { held } = backend.locks;
    if (held.length === 0) return;
    await backend
      .giveBack(held)
      .catch((err: unknown) => logger.warn({ err }, 'jobs: locks could not be given back and will run out'));
  }

  /** What is thrown here, Agenda writes to the job's row: no stack, no secret. */
  private async run<Data>(definition: JobDefinition<Data>, job: Job<Data>): Promise<void> {
    const { signal } = this.stopping;
    const startedAt = performance.now();
    const tell = (outcome: Parameters<JobRunObserver>[0]['outcome']) =>
      this.options.onRun?.({ name: definition.name, outcome, durationMs: performance.now() - startedAt });
    try {
      signal.throwIfAborted();
      const { _id: id, name, data } = job.attrs;
      await withOwnLogContext({ job: name, jobId: String(id) }, () =>
        this.runTraced(job, () => definition.run({ data, signal, touch: () => this.touch(job) })),
      );
      tell('succeeded');
    } catch (error) {
      tell(signal.aborted ? 'stopped' : 'failed');
      // Saved by Agenda when this returns: the job is free again, and due.
      if (signal.aborted) job.attrs.nextRunAt = new Date();
      else throw this.failureOf(job, error);
    }
  }

  /** A span below that of whoever enqueued the job, in whichever process. */
  private runTraced<Data>({ attrs: { _id: id, name, data } }: Job<Data>, run: () => Promise<void>): Promise<void> {
    const { traceparent = null } = (data ?? {}) as { traceparent?: string | null };
    return this.tracing.span(`job ${name}`, { 'hub.job.name': name, 'hub.job.id': String(id) }, run, traceparent);
  }

  private failureOf<Data>(job: Job<Data>, error: unknown): Error {
    const { _id: jobId, name } = job.attrs;
    this.options.logger.error({ err: error, job: name, jobId }, 'jobs: a job failed');
    const known = findHubError(error);
    const reason =
      known?.message ?? (error instanceof Error ? `${error.name}: ${error.message}` : 'It threw no error.');
    return new Error(redactText(reason).slice(0, MAX_REASON));
  }

  private async touch<Data>(job: Job<Data>): Promise<void> {
    const ageMs = Date.now() - (job.attrs.lockedAt?.getTime() ?? 0);
    if (job.getCanceledMessage() || ageMs >= this.options.lockLifetimeMs * RENEW_PART) await job.touch();
  }

  /** Agenda looks for more only at its next scan, and keeps the rows of jobs that are done. */
  private afterRun(job: Job): void {
    const { _id: id, name, nextRunAt, failedAt } = job.attrs;
    const { notificationChannel, locks } = this.options.backend;
    locks.release(job.attrs);
    if (nextRunAt) notificationChannel.wakeAt(name, nextRunAt.getTime());
    else if (id !== undefined && !failedAt) this.ended.add(id);
    // Its place is free a moment after the event.
    setImmediate(() => notificationChannel.wake(name));
  }

  /** Runs begin at their time, not at the next scan. */
  private async setTimers(): Promise<void> {
    const { jobs } = await this.agenda.queryJobs({ names: Object.keys(this.agenda.definitions) });
    for (const { name, nextRunAt } of jobs) {
      if (nextRunAt) this.options.backend.notificationChannel.wakeAt(name, nextRunAt.getTime());
    }
  }

  private async recurring(name: string) {
    const { jobs } = await this.agenda.queryJobs({ name });
    return jobs.find((job) => job.type === 'single');
  }

  private async forgetEnded(): Promise<void> {
    const { backend, clock, logger } = this.options;
    await backend
      .forgetEnded(clock() - KEEP_FAILED_MS)
      .catch((err: unknown) => logger.warn({ err }, 'jobs: old jobs could not be forgotten yet'));
  }

  private requireDefined(name: string): void {
    if (!this.agenda.definitions[name]) throw new Error(`No job is defined as ${name}.`);
  }
}

function servicesOf({ name, repository, notificationChannel }: JobBackend) {
  return { name, repository, notificationChannel, ownsConnection: false };
}
