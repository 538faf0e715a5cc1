import { FailureWindow } from './failure-window.js';

/** Leave for one call; `report` or `abandon` ends it, the first that is called. */
export interface Passage {
  report(isFailure: boolean): void;
  /** Nothing came of it: the caller gave up. */
  abandon(): void;
}

/** `open`: nobody calls the host. `half_open`: the next call finds out. */
export type BreakerState = 'closed' | 'open' | 'half_open';

const FIRST_BREAK_MS = 5_000;
const LONGEST_BREAK_MS = 60_000;

/**
 * Keeps calls away from a host that is out of order: they would wait for nothing, and it could not recover.
 * Open, it refuses all; then, half open, it lets one try at a time through, and closes with the first that works.
 */
export class Breaker {
  private readonly failures = new FailureWindow();
  private openUntil: number | null = null;
  private breakMs = FIRST_BREAK_MS;
  private isProbing = false;

  constructor(private readonly clock: () => number) {}

  /** Leave to call, or when to come back, epoch milliseconds. */
  enter(integrationId: string): Passage | number {
    const now = this.clock();
    if (this.openUntil === null) return this.passage((failed) => this.count(integrationId, failed));
    if (now < this.openUntil) return this.openUntil;
    // Somebody is trying already: their answer decides.
    if (this.isProbing) return now + FIRST_BREAK_MS;
    this.isProbing = true;
    return this.passage(
      (failed) => this.decide(failed),
      () => (this.isProbing = false),
    );
  }

  get state(): BreakerState {
    if (this.openUntil === null) return 'closed';
    return this.clock() < this.openUntil ? 'open' : 'half_open';
  }

  /** Whether forgetting it would lose nothing. */
  get isIdle(): boolean {
    return this.openUntil === null && this.failures.isEmpty(this.clock());
  }

  private count(integrationId: string, failed: boolean): void {
    const now = this.clock();
    this.failures.count(integrationId, failed, now);
    if (failed && this.openUntil === null && this.failures.isSick(now)) this.openUntil = now + this.breakMs;
  }

  private decide(failed: boolean): void {
    this.isProbing = false;
    if (failed) {
      this.breakMs = Math.min(this.breakMs * 2, LONGEST_BREAK_MS);
      this.openUntil = this.clock() + this.breakMs;
      return;
    }
    this.openUntil = null;
    this.breakMs = FIRST_BREAK_MS;
    this.failures.clear();
  }

  private passage(report: (failed: boolean) => void, abandon: () => void = () => undefined): Passage {
    let isOver = false;
    const once = (end: () => void) => {
      if (!isOver) end();
      isOver = true;
    };
    return { report: (failed) => once(() => report(failed)), abandon: () => once(abandon) };
  }
}
