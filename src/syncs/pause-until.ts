import type { HubError } from '../platform/errors/hub-error.js';

const MAX_PAUSES = 10;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** No quota of a provider lasts longer; a run that waited for a year would keep its sync from running. */
const LONGEST_ASKED_MS = 24 * 60 * 60_000;

/**
 * Until when a run waits for its provider, epoch milliseconds: for a rate limit what the provider said, a day at
 * most; for an outage that and exponential backoff with full jitter on top, so that all the runs that it
 * stopped do not come back together. Null where it waited often enough without getting a page further.
 */
export function pauseUntil(
  error: HubError,
  pausesSoFar: number,
  now: number,
  random: () => number = Math.random,
): number | null {
  if (pausesSoFar >= MAX_PAUSES) return null;
  const askedAt = Math.min(Math.max(error.retryAt ?? now, now + 1_000), now + LONGEST_ASKED_MS);
  if (error.code === 'PROVIDER_RATE_LIMITED' && error.retryAt !== undefined) return askedAt;
  return askedAt + Math.floor(random() * Math.min(FIRST_PAUSE_MS * 2 ** pausesSoFar, LONGEST_PAUSE_MS));
}
