import {
  computeJobState,
  type JobParameters,
  type JobRepository,
  type JobRepositoryOptions,
  type JobsOverview,
  type JobsQueryOptions,
  type JobsResult,
  type RemoveJobsOptions,
} from 'agenda';
import { sql, type Kysely } from 'kysely';
import { contains, firstFree, matching, orderOf } from './job-query.js';
import { jobOf, planOf, progressOf, type JobTables } from './job-table.js';
import type { LockGate } from './lock-gate.js';

/** Agenda's storage on SQLite. What `unique` and `debounce` promise is refused: the hub's own tables hold uniqueness. */
export class SqliteJobRepository implements JobRepository {
  constructor(
    private readonly db: Kysely<JobTables>,
    private readonly locks: LockGate,
    private readonly onError: (error: Error) => void,
  ) {}

  /** The connection is the hub's, and open. */
  connect(): Promise<void> {
    return Promise.resolve();
  }

  async queryJobs(options: JobsQueryOptions = {}): Promise<JobsResult> {
    const { state, data, skip = 0, limit = 0 } = options;
    let query = this.db
      .selectFrom('agendaJob')
      .selectAll()
      .where((jobs) => matching(jobs, options));
    if (options.search) query = query.where('name', 'like', `%${options.search}%`);
    if (options.includeDisabled === false) query = query.where('disabled', '=', 0);
    for (const [column, direction] of orderOf(options.sort)) {
      query = query.orderBy(column, (order) => (direction === 'asc' ? order.asc() : order.desc()).nullsLast());
    }
    const rows = await query.execute();
    const now = new Date();
    const jobs = rows
      .map((row) => ({ ...jobOf(row), state: computeJobState(jobOf(row), now) }))
      .filter((job) => data === undefined || contains(job.data, data))
      .filter((job) => !state || (state === 'paused' ? job.disabled === true : job.state === state));
    return { jobs: jobs.slice(skip, limit > 0 ? skip + limit : undefined), total: jobs.length };
  }

  async getJobsOverview(): Promise<JobsOverview[]> {
    const { jobs } = await this.queryJobs({ sort: { name: 'asc' } });
    const overviews = new Map<string, JobsOverview>();
    for (const { name, state, disabled } of jobs) {
      const overview = overviews.get(name) ?? { name, total: 0, ...NOTHING };
      overview.total += 1;
      overview[state] += 1;
      if (disabled === true) overview.paused += 1;
      overviews.set(name, overview);
    }
    return [...overviews.values()];
  }

  async getDistinctJobNames(): Promise<string[]> {
    const rows = await this.db.selectFrom('agendaJob').select('name').distinct().orderBy('name').execute();
    return rows.map(({ name }) => name);
  }

  async getJobById(id: string): Promise<JobParameters | null> {
    const row = await this.db.selectFrom('agendaJob').selectAll().where('id', '=', Number(id)).executeTakeFirst();
    return row ? jobOf(row) : null;
  }

  async getQueueSize(): Promise<number> {
    const counted = await this.db
      .selectFrom('agendaJob')
      .select((jobs) => jobs.fn.countAll<number>().as('size'))
      .where('nextRunAt', '<', Date.now())
      .executeTakeFirstOrThrow();
    return counted.size;
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    const ids = await this.idsMatching(options);
    if (ids.length === 0) return 0;
    const removed = await this.db.deleteFrom('agendaJob').where('id', 'in', ids).executeTakeFirst();
    return Number(removed.numDeletedRows);
  }

  async purgeAllJobs(): Promise<number> {
    const removed = await this.db.deleteFrom('agendaJob').executeTakeFirst();
    return Number(removed.numDeletedRows);
  }

  disableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.setDisabled(1, options);
  }

  enableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.setDisabled(0, options);
  }

  async saveJob<Data>(job: JobParameters<Data>, options?: JobRepositoryOptions): Promise<JobParameters<Data>> {
    if (job.unique) throw new Error('Jobs on SQLite know no unique and no debounce.');
    const saved = isNew(job) ? await this.insert(job, options) : await this.update(job, options);
    return (saved ?? job) as JobParameters<Data>;
  }

  async saveJobState(job: JobParameters, options?: JobRepositoryOptions): Promise<void> {
    const saved = await this.db
      .updateTable('agendaJob')
      .set({ ...progressOf(job), lastModifiedBy: options?.lastModifiedBy ?? null })
      .where('id', '=', rowIdOf(job))
      .where('name', '=', job.name)
      .executeTakeFirst();
    if (saved.numUpdatedRows !== 1n) throw new Error(`The job ${job.name} ${rowIdOf(job)} is not there any more.`);
  }

  async lockJob(job: JobParameters, options?: JobRepositoryOptions): Promise<JobParameters | undefined> {
    const row = await this.db
      .updateTable('agendaJob')
      .set({ lockedAt: Date.now(), lastModifiedBy: options?.lastModifiedBy ?? null })
      .where('id', '=', rowIdOf(job))
      .where('name', '=', job.name)
      .where('lockedAt', 'is', null)
      .where('nextRunAt', '=', job.nextRunAt?.getTime() ?? null)
      .where('disabled', '=', 0)
      .returningAll()
      .executeTakeFirst();
    return row && jobOf(row);
  }

  getNextJobToRun(
    jobName: string,
    _nextScanAt: Date,
    lockDeadline: Date,
    now: Date | undefined,
    options?: JobRepositoryOptions,
  ): Promise<JobParameters | undefined> {
    return this.locks.take(async (due) => {
      const row = await this.db
        .updateTable('agendaJob')
        .set({ lockedAt: (now ?? due).getTime(), lastModifiedBy: options?.lastModifiedBy ?? null })
        .where('id', '=', (jobs) => firstFree(jobs, jobName, due, lockDeadline))
        .returningAll()
        .executeTakeFirst();
      return row && jobOf(row);
    });
  }

  /** Agenda does not wait for this one, so that its failure would end the process. The lock then runs out. */
  async unlockJob(job: JobParameters): Promise<void> {
    this.locks.release(job);
    await this.db
      .updateTable('agendaJob')
      .set({ lockedAt: null })
      .where('id', '=', rowIdOf(job))
      // A one-off job that runs has no next run.
      .where('nextRunAt', 'is not', null)
      .execute()
      .catch(this.onError);
  }

  async unlockJobs(jobIds: string[]): Promise<void> {
    if (jobIds.length === 0) return;
    await this.db.updateTable('agendaJob').set({ lockedAt: null }).where('id', 'in', jobIds.map(Number)).execute();
  }

  private async insert(job: JobParameters, options?: JobRepositoryOptions): Promise<JobParameters> {
    const plan = { ...planOf(job), lastModifiedBy: options?.lastModifiedBy ?? null };
    const isDue = plan.nextRunAt != null && plan.nextRunAt <= Date.now();
    const row = await this.db
      .insertInto('agendaJob')
      .values(plan)
      .onConflict((conflict) =>
        conflict
          .column('name')
          .where(sql<boolean>`type = 'single'`)
          // A recurring job keeps the run it waits for, where it is only told again to repeat.
          .doUpdateSet({
            ...plan,
            nextRunAt: isDue ? sql`coalesce(agenda_job.next_run_at, excluded.next_run_at)` : plan.nextRunAt,
          }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    return jobOf(row);
  }

  private async update(job: JobParameters, options?: JobRepositoryOptions): Promise<JobParameters | undefined> {
    const row = await this.db
      .updateTable('agendaJob')
      .set({ ...planOf(job), lastModifiedBy: options?.lastModifiedBy ?? null })
      .where('id', '=', rowIdOf(job))
      .where('name', '=', job.name)
      .returningAll()
      .executeTakeFirst();
    return row && jobOf(row);
  }

  private async setDisabled(disabled: 0 | 1, options: RemoveJobsOptions): Promise<number> {
    const ids = await this.idsMatching(options);
    if (ids.length === 0) return 0;
    const changed = await this.db.updateTable('agendaJob').set({ disabled }).where('id', 'in', ids).executeTakeFirst();
    return Number(changed.numUpdatedRows);
  }

  /** None where nothing is asked for: an empty question must not remove everything. */
  private async idsMatching({ data, ...options }: RemoveJobsOptions): Promise<number[]> {
    if (data === undefined && Object.values(options).every((value) => value === undefined)) return [];
    const rows = await this.db
      .selectFrom('agendaJob')
      .select(['id', 'data'])
      .where((jobs) => matching(jobs, options))
      .execute();
    return rows
      .filter((row) => data === undefined || contains(JSON.parse(row.data ?? 'null'), data))
      .map(({ id }) => id);
  }
}

function isNew({ _id: id }: JobParameters): boolean {
  return id === undefined;
}

function rowIdOf({ _id: id }: JobParameters): number {
  return Number(id);
}

const NOTHING = { running: 0, scheduled: 0, queued: 0, completed: 0, failed: 0, repeating: 0, paused: 0 };
