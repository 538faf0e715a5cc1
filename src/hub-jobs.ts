import type { Jobs } from './platform/jobs/jobs.js';

/** Work of the hub that recurs, and is nobody's own: what is told by age, and what goes with it. */
export interface HubJob {
  name: string;
  /** Human interval. */
  every: string;
  run(): Promise<void>;
}

/** Announces the jobs, one run of each at a time, and schedules them. */
export async function scheduleAll(jobs: Jobs, all: readonly HubJob[]): Promise<void> {
  for (const { name, run } of all) jobs.define({ name, concurrency: 1, run: () => run() });
  await Promise.all(all.map(({ name, every }) => jobs.every(name, every)));
}
