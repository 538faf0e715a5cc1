import type { AgendaBackend } from 'agenda';
import type { DueJobs } from './jobs.js';
import type { LockGate } from './lock-gate.js';
import type { WakeChannel } from './wake-channel.js';

/** Where jobs are kept: what Agenda asks of a backend, and what it leaves out. */
export interface JobBackend extends AgendaBackend {
  readonly notificationChannel: WakeChannel;
  readonly locks: LockGate;
  /** No other process takes jobs from here: a lock found at start was left by one that died. */
  readonly servesOneProcess: boolean;
  /** Unlocks those of the jobs that are still locked by this process, and makes them due: none of them ended. */
  giveBack(ids: readonly string[]): Promise<void>;
  /** The same for every lock there is. */
  giveBackAll(): Promise<void>;
  /** Jobs that were due by then and are not locked, by name. */
  due(now: Date): Promise<DueJobs[]>;
  /** Removes one-off jobs that ended before that time, in epoch milliseconds. */
  forgetEnded(before: number): Promise<void>;
}
