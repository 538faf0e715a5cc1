import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Rows of one portion: few enough that other writers wait for milliseconds only.
 */
export const PORTION = 2_000;

/**
 * Removes again and again until a portion finds nothing. Between two portions everybody else has a turn.
 * @param remove removes at most a portion, and says how many rows it found.
 */
export async function removeInPortions(remove: () => Promise<{ numDeletedRows: bigint }>): Promise<void> {
  while ((await remove()).numDeletedRows > 0n) await nextTurn();
}

/** What is older than an age is from before this time; of what is kept for ever, nothing is. */
export function cutoff(now: number, ageMs: number): number {
  return Math.max(0, now - ageMs);
}
