import type { JobsSort, RemoveJobsOptions } from 'agenda';
import type { ExpressionBuilder } from 'kysely';
import type { JobTables } from './job-table.js';

type Jobs = ExpressionBuilder<JobTables, 'agendaJob'>;

/** The id of the job to run next: due and free, or left locked past the deadline. */
export function firstFree(jobs: Jobs, name: string, due: Date, lockDeadline: Date) {
  return jobs
    .selectFrom('agendaJob as free')
    .select('free.id')
    .where('free.name', '=', name)
    .where('free.disabled', '=', 0)
    .where((free) =>
      free.or([
        free.and([free('free.lockedAt', 'is', null), free('free.nextRunAt', '<=', due.getTime())]),
        free('free.lockedAt', '<=', lockDeadline.getTime()),
      ]),
    )
    .orderBy('free.nextRunAt', (order) => order.asc().nullsLast())
    .orderBy('free.priority', 'desc')
    .orderBy('free.id')
    .limit(1);
}

/** Whether a job is one of those asked for by id or name. */
export function matching(jobs: Jobs, { id, ids, name, names, notNames }: RemoveJobsOptions) {
  return jobs.and([
    ...(id ? [jobs('id', '=', Number(id))] : ids?.length ? [jobs('id', 'in', ids.map(Number))] : []),
    ...(name ? [jobs('name', '=', name)] : names?.length ? [jobs('name', 'in', names)] : []),
    ...(!name && !names?.length && notNames?.length ? [jobs('name', 'not in', notNames)] : []),
  ]);
}

/** Columns to sort by; what runs last first, where nothing is asked for. */
export function orderOf(sort: JobsSort | undefined): [keyof Omit<JobsSort, 'data'>, 'asc' | 'desc'][] {
  const columns = ['nextRunAt', 'lastRunAt', 'lastFinishedAt', 'priority', 'name'] as const;
  const wanted = columns.flatMap((column) =>
    sort?.[column] ? [[column, sort[column]] as [typeof column, 'asc' | 'desc']] : [],
  );
  return wanted.length > 0
    ? wanted
    : [
        ['nextRunAt', 'desc'],
        ['lastRunAt', 'desc'],
      ];
}

/** Whether all that is wanted is in the data, as PostgreSQL's `@>` means it for objects. */
export function contains(data: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return data === wanted;
  if (typeof data !== 'object' || data === null) return false;
  return Object.entries(wanted).every(([key, value]) => contains((data as Record<string, unknown>)[key], value));
}
