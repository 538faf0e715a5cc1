import type { JobRunObserver, Jobs } from '../platform/jobs/jobs.js';
import { BoundedLabel } from '../platform/metrics/bounded-label.js';
import type { Meters } from '../platform/metrics/meters.js';

/** Some jobs bear the id of a provider, and operators declare providers. The label is not `job`: that is Prometheus' own. */
const MAX_JOBS = 500;

/** Jobs of this process by name. */
export function jobMetrics(meters: Meters): JobRunObserver {
  const runs = meters.counter('hub_jobs_total', 'Runs of jobs that ended.', ['name', 'outcome']);
  const durations = meters.histogram('hub_job_duration_seconds', 'Time that a run of a job took.', ['name']);
  const names = new BoundedLabel(MAX_JOBS);
  return ({ name, outcome, durationMs }) => {
    const labels = { name: names.of(name) };
    runs.inc({ ...labels, outcome });
    durations.observe(labels, durationMs / 1000);
  };
}

/** What waits for a place, the same in every process of a database. */
export function watchJobs(meters: Meters, jobs: Pick<Jobs, 'due'>, clock: () => number = Date.now): void {
  const names = new BoundedLabel(MAX_JOBS);
  meters.gauge('hub_jobs_due', 'Jobs that are due and that nobody has begun.', ['name'], async () => {
    const due = await jobs.due();
    return due.map(({ name, count }) => ({ labels: { name: names.of(name) }, value: count }));
  });
  meters.gauge('hub_jobs_oldest_due_age_seconds', 'For how long the oldest of them has been due.', [], async () => {
    const due = await jobs.due();
    const oldest = Math.min(clock(), ...due.map(({ oldestAt }) => oldestAt));
    return [{ labels: {}, value: (clock() - oldest) / 1000 }];
  });
}
