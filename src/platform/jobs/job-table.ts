import { toJobId, type JobParameters } from 'agenda';
import { sql, type Generated, type Insertable, type Kysely, type Selectable } from 'kysely';

/** Agenda's jobs on SQLite. Times in epoch milliseconds, `data` and `skipDays` JSON, `disabled` and `fork` 0 or 1. */
export interface JobTable {
  /** Ascending, so that jobs due at the same millisecond run in the order in which they came. */
  id: Generated<number>;
  name: string;
  type: 'normal' | 'single';
  priority: number;
  nextRunAt: number | null;
  lockedAt: number | null;
  lastRunAt: number | null;
  lastFinishedAt: number | null;
  failedAt: number | null;
  failCount: number | null;
  failReason: string | null;
  repeatInterval: string | null;
  repeatTimezone: string | null;
  repeatAt: string | null;
  startDate: number | null;
  endDate: number | null;
  skipDays: string | null;
  data: string | null;
  disabled: number;
  fork: number;
  progress: number | null;
  /** Who wrote the row last: whose lock it is, where it is locked. */
  lastModifiedBy: string | null;
}

export interface JobTables {
  agendaJob: JobTable;
}

type JobRow = Selectable<JobTable>;

/** What a caller of `save()` decides. */
export type JobPlan = Omit<Insertable<JobTable>, keyof JobProgress | 'id' | 'lastModifiedBy'>;
/** What running the job decides. */
export type JobProgress = Pick<
  JobRow,
  'lockedAt' | 'lastRunAt' | 'lastFinishedAt' | 'failedAt' | 'failCount' | 'failReason' | 'progress'
>;

/** As the official backends do, the backend makes its table; migrations leave `agenda_*` alone. */
export async function createJobTable(db: Kysely<JobTables>): Promise<void> {
  const columns: [keyof JobTable, 'text' | 'integer' | 'bigint'][] = [
    ['nextRunAt', 'bigint'],
    ['lockedAt', 'bigint'],
    ['lastRunAt', 'bigint'],
    ['lastFinishedAt', 'bigint'],
    ['failedAt', 'bigint'],
    ['failCount', 'integer'],
    ['failReason', 'text'],
    ['repeatInterval', 'text'],
    ['repeatTimezone', 'text'],
    ['repeatAt', 'text'],
    ['startDate', 'bigint'],
    ['endDate', 'bigint'],
    ['skipDays', 'text'],
    ['data', 'text'],
    ['progress', 'integer'],
    ['lastModifiedBy', 'text'],
  ];
  const table = db.schema
    .createTable('agendaJob')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('disabled', 'integer', (column) => column.notNull())
    .addColumn('fork', 'integer', (column) => column.notNull());
  await columns.reduce((made, [name, type]) => made.addColumn(name, type), table).execute();
  await sql`create index if not exists agenda_job_due_index on agenda_job (name, next_run_at)`.execute(db);
  await sql`create index if not exists agenda_job_locked_index on agenda_job (locked_at) where locked_at is not null`.execute(
    db,
  );
  await sql`create unique index if not exists agenda_job_single_unique on agenda_job (name) where type = 'single'`.execute(
    db,
  );
}

export function jobOf(row: JobRow): JobParameters & { _id: NonNullable<JobParameters['_id']> } {
  return {
    _id: toJobId(String(row.id)),
    name: row.name,
    type: row.type,
    priority: row.priority,
    nextRunAt: dateOf(row.nextRunAt) ?? null,
    lockedAt: dateOf(row.lockedAt),
    lastRunAt: dateOf(row.lastRunAt),
    lastFinishedAt: dateOf(row.lastFinishedAt),
    failedAt: dateOf(row.failedAt),
    failCount: row.failCount ?? undefined,
    failReason: row.failReason ?? undefined,
    repeatInterval: row.repeatInterval ?? undefined,
    repeatTimezone: row.repeatTimezone ?? undefined,
    repeatAt: row.repeatAt ?? undefined,
    startDate: dateOf(row.startDate),
    endDate: dateOf(row.endDate),
    skipDays: row.skipDays === null ? undefined : (JSON.parse(row.skipDays) as number[]),
    data: row.data === null ? undefined : (JSON.parse(row.data) as unknown),
    disabled: row.disabled === 1,
    fork: row.fork === 1,
    progress: row.progress ?? undefined,
    lastModifiedBy: row.lastModifiedBy ?? undefined,
  };
}

export function planOf(job: JobParameters): JobPlan {
  return {
    name: job.name,
    type: job.type,
    priority: job.priority,
    nextRunAt: timeOf(job.nextRunAt),
    repeatInterval: job.repeatInterval === undefined ? null : String(job.repeatInterval),
    repeatTimezone: job.repeatTimezone ?? null,
    repeatAt: job.repeatAt ?? null,
    startDate: timeOf(job.startDate),
    endDate: timeOf(job.endDate),
    skipDays: job.skipDays ? JSON.stringify(job.skipDays) : null,
    data: job.data === undefined ? null : JSON.stringify(job.data),
    disabled: job.disabled === true ? 1 : 0,
    fork: job.fork === true ? 1 : 0,
  };
}

export function progressOf(job: JobParameters): JobProgress & Pick<JobRow, 'nextRunAt'> {
  return {
    nextRunAt: timeOf(job.nextRunAt),
    lockedAt: timeOf(job.lockedAt),
    lastRunAt: timeOf(job.lastRunAt),
    lastFinishedAt: timeOf(job.lastFinishedAt),
    failedAt: timeOf(job.failedAt),
    failCount: job.failCount ?? null,
    failReason: job.failReason ?? null,
    progress: job.progress ?? null,
  };
}

function dateOf(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}

function timeOf(date: Date | null | undefined): number | null {
  return date?.getTime() ?? null;
}
