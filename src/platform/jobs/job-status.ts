import type { JobParameters } from 'agenda';
import type { JobStatus } from './jobs.js';

export function statusOf(job: JobParameters): JobStatus {
  return {
    name: job.name,
    schedule: job.repeatInterval === undefined ? null : String(job.repeatInterval),
    nextRunAt: job.nextRunAt?.getTime() ?? null,
    lastRunAt: job.lastRunAt?.getTime() ?? null,
    lastFinishedAt: job.lastFinishedAt?.getTime() ?? null,
    failCount: job.failCount ?? 0,
    failReason: job.failReason ?? null,
    running: isRunning(job),
  };
}

/** Locked alone is not running: it may wait for its place. */
function isRunning({ lockedAt, lastRunAt, lastFinishedAt }: JobParameters): boolean {
  return lockedAt !== undefined && lastRunAt !== undefined && !(lastFinishedAt && lastFinishedAt >= lastRunAt);
}
