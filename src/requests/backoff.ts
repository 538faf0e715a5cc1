const FIRST_MS = 250;
const LONGEST_MS = 8_000;

/**
 * Wait before the next try, with full jitter: anything from nothing to a bound that doubles with each
 * try, so that many callers that failed together do not come back together.
 * @param attempt the try that just failed, from 1.
 * @param random from 0 up to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
}
