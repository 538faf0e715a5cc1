const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between the tries of what came or goes as a webhook: 5 seconds to 10 hours, 8 tries in about 19 hours. */
const WAITS = [5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 10 * HOUR];

export const MAX_ATTEMPTS = WAITS.length + 1;

/** When something is tried again that failed for the `attempts`th time; null where that was the last. */
export function nextAttemptAt(attempts: number, now: number): number | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : now + wait;
}
