/** How far a signed time may be from the hub's own, before and after: what Stripe, Slack and Standard Webhooks use. */
const TOLERANCE_SECONDS = 300;

/** No sign, point or exponent: what is signed has one reading only. */
const UNIX_SECONDS = /^\d{1,15}$/;

/**
 * Whether a header's time is near enough that its delivery is not an old one sent again.
 * @param signedAt Unix seconds, as the header has them.
 * @param now Epoch milliseconds.
 */
export function isRecent(signedAt: string, now: number): boolean {
  return UNIX_SECONDS.test(signedAt) && Math.abs(unixSeconds(now) - Number(signedAt)) <= TOLERANCE_SECONDS;
}

/** @param now Epoch milliseconds. */
export function unixSeconds(now: number): number {
  return Math.floor(now / 1000);
}
