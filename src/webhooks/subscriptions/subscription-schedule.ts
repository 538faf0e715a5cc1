const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often to look whether the account has something new to subscribe to. */
export const CHECK_EVERY_MS = DAY;
/** How long whoever acts on a subscription keeps it from others. */
export const CLAIM_MS = 2 * MINUTE;

const WAITS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR] as const;

/** When to try again what failed for the `failures`th time in a row. */
export function retryAt(failures: number, now: number): number {
  return now + (WAITS[failures - 1] ?? 6 * HOUR);
}

/** When to renew what ends: a day ahead, or a tenth of its life where that is shorter. Null where it does not end. */
export function renewAt(expiresAt: number | null, now: number): number | null {
  return expiresAt === null ? null : Math.round(expiresAt - Math.min(DAY, (expiresAt - now) / 10));
}
