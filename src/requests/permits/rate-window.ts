import type { RateLimit } from '../../providers/provider.js';

/** Permits that were given, so that there are never more than the limit in any stretch of its length. */
export class RateWindow {
  /** When the last ones were given; once full, the oldest is overwritten next. */
  private readonly given: number[] = [];
  private oldest = 0;

  constructor(readonly limit: RateLimit) {}

  /**
   * When a permit is free, epoch milliseconds; `now` where one is.
   * @param ahead how many are to be given before it.
   */
  freeAt(now: number, ahead = 0): number {
    const { requests, perMs } = this.limit;
    const place = this.given.length + ahead - requests;
    if (place < 0) return now;
    const rounds = Math.floor(place / requests);
    const before = this.given[(this.oldest + (place % requests)) % requests] ?? now;
    return Math.max(now, before + perMs) + rounds * perMs;
  }

  take(now: number): void {
    if (this.given.length < this.limit.requests) {
      this.given.push(now);
      return;
    }
    this.given[this.oldest] = now;
    this.oldest = (this.oldest + 1) % this.limit.requests;
  }

  /** Whether forgetting it would lose nothing. */
  isIdle(now: number): boolean {
    const last = this.given.at(this.oldest - 1) ?? Number.NEGATIVE_INFINITY;
    return last + this.limit.perMs <= now;
  }
}
