import { hash } from 'node:crypto';
import { isInterval, nextTimeOf, periodMsOf } from '../platform/jobs/schedule.js';

/** A cron expression names its minute: only the seconds within it are spread. */
const CRON_SPREAD_MS = 60_000;

/**
 * When a sync is next due after a moment, epoch milliseconds. Syncs of one interval are spread over the
 * whole of it by a hash of their id, so that a mass of them never starts at once; a sync keeps its
 * place from run to run, whatever the runs took.
 * @throws HubError BAD_INPUT where the schedule is neither a cron expression nor an interval.
 */
export function nextDueAt(schedule: string, syncId: string, after: number): number {
  const share = shareOf(syncId);
  if (!isInterval(schedule)) {
    const offset = Math.floor(share * CRON_SPREAD_MS);
    return nextTimeOf(schedule, after - offset) + offset;
  }
  const periodMs = periodMsOf(schedule);
  const offset = Math.floor(share * periodMs);
  return (Math.floor((after - offset) / periodMs) + 1) * periodMs + offset;
}

/** A number in [0, 1) that depends on the id alone. */
function shareOf(id: string): number {
  return Number.parseInt(hash('sha256', id, 'hex').slice(0, 8), 16) / 2 ** 32;
}
