export const WINDOW_MS = 24 * 60 * 60 * 1000;
export const STRETCH_MS = 15 * 60 * 1000;

/** Start of the stretch of time that a moment is in. */
export function stretchOf(at: number): number {
  return at - (at % STRETCH_MS);
}

/** Stretches that begin after this are counted: a stretch leaves when all of it is older than the window. */
export function windowStart(now: number): number {
  return now - WINDOW_MS - STRETCH_MS;
}

/** When a stretch leaves the window. */
export function leavesAt(stretch: number): number {
  return stretch + STRETCH_MS + WINDOW_MS;
}
