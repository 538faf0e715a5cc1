import type { RateLimit } from '../providers/provider.js';
import type { Wait } from './wait.js';

interface Waiting {
  /** Epoch milliseconds after which its turn is worth nothing to it. */
  giveUpAt: number;
  grant(): void;
  /** @param at when a permit would have been free. */
  refuse(at: number): void;
}

/** No permit is free in time. */
export class NoPermitInTime extends Error {
  override readonly name = 'NoPermitInTime';

  /** @param freeAt when one would be free, epoch milliseconds. */
  constructor(readonly freeAt: number) {
    super('No permit is free in time.');
  }
}

const MAX_WAITING = 1_000;

/** Permits of one integration, first come, first served: never more than the limit in any stretch of its length. */
export class PermitQueue {
  private readonly waiting: Waiting[] = [];
  /** When the last permits were given, oldest first; at most as many as the limit. */
  private readonly given: number[] = [];
  private pausedUntil = 0;
  private isServing = false;
  private interruption = new AbortController();

  constructor(
    private readonly limit: RateLimit,
    private readonly clock: () => number,
    private readonly wait: Wait,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Whether forgetting it would lose nothing. */
  get isIdle(): boolean {
    const now = this.clock();
    return this.waiting.length === 0 && this.pausedUntil <= now && (this.given.at(-1) ?? 0) + this.limit.perMs <= now;
  }

  /**
   * Waits for its turn.
   * @throws NoPermitInTime where the turn would come later than `maxWaitMs`; the signal's reason when aborted.
   */
  async take(signal: AbortSignal, maxWaitMs: number): Promise<void> {
    signal.throwIfAborted();
    const giveUpAt = this.clock() + maxWaitMs;
    const freeAt = this.freeAt(this.waiting.length);
    if (freeAt > giveUpAt || this.waiting.length >= MAX_WAITING) throw new NoPermitInTime(freeAt);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const turn: Waiting = { giveUpAt, grant: resolve, refuse: (at) => reject(new NoPermitInTime(at)) };
    const onAbort = () => {
      this.leave(turn);
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.waiting.push(turn);
    void this.serve();
    await promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** The provider asked for a rest: nobody of this integration calls before then. */
  pauseUntil(at: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, at);
  }

  /** When the turn of the one with so many before it comes, if nothing else happens. */
  private freeAt(ahead: number): number {
    const { requests, perMs } = this.limit;
    const start = Math.max(this.clock(), this.pausedUntil);
    const place = this.given.length + ahead - requests;
    if (place < 0) return start;
    const rounds = Math.floor(place / requests);
    return Math.max(start, (this.given[place % requests] ?? start) + perMs) + rounds * perMs;
  }

  private async serve(): Promise<void> {
    if (this.isServing) return;
    this.isServing = true;
    while (this.waiting.length > 0) {
      const now = this.clock();
      const freeAt = this.freeAt(0);
      if (freeAt > now) await this.restUntil(freeAt);
      else this.grantFirst(now);
    }
    this.isServing = false;
  }

  private async restUntil(freeAt: number): Promise<void> {
    for (const late of this.waiting.filter(({ giveUpAt }) => giveUpAt < freeAt)) {
      this.leave(late);
      late.refuse(freeAt);
    }
    if (this.waiting.length === 0) return;
    this.interruption = new AbortController();
    // An interruption only means that nobody waits any more.
    await this.wait(freeAt - this.clock(), this.interruption.signal).catch(() => undefined);
  }

  private grantFirst(now: number): void {
    this.given.push(now);
    if (this.given.length > this.limit.requests) this.given.shift();
    this.waiting.shift()?.grant();
  }

  private leave(turn: Waiting): void {
    const place = this.waiting.indexOf(turn);
    if (place >= 0) this.waiting.splice(place, 1);
    if (this.waiting.length === 0) this.interruption.abort();
  }
}
