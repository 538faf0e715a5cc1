import type { JobParameters } from 'agenda';

type FoundJob = JobParameters | undefined;

/**
 * Every lock on a job is taken through here, so that stopping can end the taking: Agenda itself goes on
 * locking for a while after it was told to stop.
 */
export class LockGate {
  private readonly underway = new Set<Promise<FoundJob>>();
  private readonly ids = new Set<string>();
  private isOpen = true;
  private lastAt: number | null = null;

  /** When the database last said whether there is a job to lock, epoch milliseconds. */
  get lastLookAt(): number | null {
    return this.lastAt;
  }

  /** Ids of the jobs that this process locked and has not ended. */
  get held(): string[] {
    return [...this.ids];
  }

  release({ _id: id }: Pick<JobParameters, '_id'>): void {
    if (id !== undefined) this.ids.delete(id);
  }

  /**
   * Locks a job that is due, if there is one. Agenda would lock jobs of the near future as well; those would hold
   * places that jobs of now could use.
   * @param lock locks one job that is due at the given time, or whose lock has run out.
   */
  async take(lock: (due: Date) => Promise<FoundJob>): Promise<FoundJob> {
    if (!this.isOpen) return undefined;
    const now = new Date();
    const locking = lock(now);
    this.underway.add(locking);
    try {
      const job = await locking;
      this.lastAt = Date.now();
      this.hold(job);
      // A lock that ran out: the run was cut off, and the job already waits for its next one. It runs again now.
      return job?.nextRunAt && job.nextRunAt > now ? { ...job, nextRunAt: now } : job;
    } finally {
      this.underway.delete(locking);
    }
  }

  private hold({ _id: id }: Partial<JobParameters> = {}): void {
    if (id !== undefined) this.ids.add(id);
  }

  /** Lets nothing more through, and ends when what was underway is done. */
  async close(): Promise<void> {
    this.isOpen = false;
    await Promise.allSettled(this.underway);
  }
}
