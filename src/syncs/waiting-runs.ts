import type { Db } from '../tables.js';
import { hasTimeCome } from './sync-lease.js';
import { ACTIVE_STATES } from './sync-state.js';

/** How many runs have a job at a time; those behind them get theirs as these are taken. */
const IN_LINE = 500;
/** Of how many, the first in line, it is doubted that their job will come. */
const DOUBTED = 20;
/** Time that a job has to take a run before another is sent. */
const WAKE_AGAIN_MS = 60_000;

/**
 * Runs to send a job for: those that nobody works on, whose time has come, and that have none. The row is the
 * truth, a job only a wake-up: it may be lost, so that after a minute the first in line get another. Not
 * all of them, or a long line would make more jobs than it has runs. Marks them as woken.
 */
export async function takeWaitingRuns(db: Db, now: number): Promise<string[]> {
  const line = await db
    .selectFrom('sync_log')
    .select(['id', 'wokenAt', 'leasedUntil'])
    .where('state', 'in', ACTIVE_STATES)
    .where((eb) => eb.or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
    .where((eb) => hasTimeCome(eb, now))
    .orderBy('queuedAt')
    .orderBy('id')
    .limit(IN_LINE)
    .execute();
  const ids = line.filter((run, place) => needsJob(run, place, now)).map(({ id }) => id);
  if (ids.length > 0) await db.updateTable('sync_log').set({ wokenAt: now }).where('id', 'in', ids).execute();
  return ids;
}

function needsJob(
  { wokenAt, leasedUntil }: { wokenAt: number | null; leasedUntil: number | null },
  place: number,
  now: number,
): boolean {
  // The second: it was taken, and its process died.
  if (wokenAt === null || (leasedUntil !== null && wokenAt < leasedUntil)) return true;
  // Also where the clock was set back.
  return place < DOUBTED && Math.abs(now - wokenAt) >= WAKE_AGAIN_MS;
}
