import { PostgresJobRepository, PostgresNotificationChannel } from '@agendajs/postgres-backend';
import type { JobParameters, JobRepositoryOptions } from 'agenda';
import pg from 'pg';
import type { JobBackend } from './job-backend.js';
import type { DueJobs } from './jobs.js';
import { LockGate } from './lock-gate.js';
import { WakeChannel } from './wake-channel.js';

const SCHEMA_LOCK = 7_345_202;
const RECONNECT_MS = 1_000;
const TABLE = 'agenda_jobs';

/** Agenda's own PostgreSQL storage and channel, on a pool of their own: a listener keeps one connection for good. */
export class PostgresBackend implements JobBackend {
  readonly name = 'PostgreSQL';
  readonly ownsConnection = false;
  readonly servesOneProcess = false;
  readonly locks = new LockGate();
  readonly repository: GatedJobRepository;
  readonly notificationChannel: WakeChannel;
  private readonly pool: pg.Pool;

  /** @param owner what this process signs its locks with. */
  constructor(
    connectionString: string,
    private readonly owner: string,
    onError: (error: Error) => void,
  ) {
    this.pool = new pg.Pool({ connectionString, keepAlive: true });
    // Without a listener, an idle connection that the server closes ends the process.
    this.pool.on('error', onError);
    this.repository = new GatedJobRepository(this.pool, this.locks, onError);
    this.notificationChannel = new WakeChannel(new QuietChannel(this.pool), owner);
    this.notificationChannel.on('error', onError);
  }

  /** Makes the tables, one process after the other: `create … if not exists` is not safe from itself. */
  async connect(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('select pg_advisory_lock($1)', [SCHEMA_LOCK]);
      await this.repository.connect();
      await client.query('select pg_advisory_unlock($1)', [SCHEMA_LOCK]);
      client.release();
    } catch (error) {
      // Closed with it, the connection gives its lock back.
      client.release(true);
      throw error;
    }
    await this.notificationChannel.connect();
  }

  async disconnect(): Promise<void> {
    await this.notificationChannel.disconnect();
    if (!this.pool.ended) await this.pool.end();
  }

  async giveBack(ids: readonly string[]): Promise<void> {
    await this.pool.query(
      `update ${TABLE} set locked_at = null, next_run_at = $1
       where locked_at is not null and last_modified_by = $2 and id = any($3::uuid[])`,
      [new Date(), this.owner, ids],
    );
  }

  async giveBackAll(): Promise<void> {
    await this.pool.query(`update ${TABLE} set locked_at = null, next_run_at = $1 where locked_at is not null`, [
      new Date(),
    ]);
  }

  async forgetEnded(before: number): Promise<void> {
    await this.pool.query(
      `delete from ${TABLE}
       where type = 'normal' and next_run_at is null and locked_at is null and last_finished_at < $1`,
      [new Date(before)],
    );
  }

  async due(now: Date): Promise<DueJobs[]> {
    const { rows } = await this.pool.query<{ name: string; count: number; oldest: Date }>(
      `select name, count(*)::int as count, min(next_run_at) as oldest from ${TABLE}
       where next_run_at <= $1 and locked_at is null and disabled is not true group by name`,
      [now],
    );
    return rows.map(({ name, count, oldest }) => ({ name, count, oldestAt: oldest.getTime() }));
  }
}

class GatedJobRepository extends PostgresJobRepository {
  constructor(
    pool: pg.Pool,
    private readonly locks: LockGate,
    private readonly onError: (error: Error) => void,
  ) {
    super({ pool, tableName: TABLE });
  }

  override getNextJobToRun(
    jobName: string,
    _nextScanAt: Date,
    lockDeadline: Date,
    now: Date | undefined,
    options: JobRepositoryOptions | undefined,
  ): Promise<JobParameters | undefined> {
    return this.locks.take((due) => super.getNextJobToRun(jobName, due, lockDeadline, now, options));
  }

  /** Agenda does not wait for this one, so that its failure would end the process. The lock then runs out. */
  override unlockJob(job: JobParameters): Promise<void> {
    this.locks.release(job);
    return super.unlockJob(job).catch(this.onError);
  }
}

class QuietChannel extends PostgresNotificationChannel {
  constructor(pool: pg.Pool) {
    super({ pool, channelName: TABLE, reconnect: { enabled: true, initialDelayMs: RECONNECT_MS } });
  }

  /** Each run would send three: nobody here listens for the runs of other processes. */
  override publishState(): Promise<void> {
    return Promise.resolve();
  }
}
