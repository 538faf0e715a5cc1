interface Tally {
  good: number;
  failed: number;
}

const HALF_MS = 15_000;
/** Fewer say nothing of the host. */
const MIN_FAILURES = 5;

/**
 * What became of the calls of the last half minute or less, by integration. A host is sick where most of the
 * integrations that call it fail more often than not: one that fails alone, however often, has a trouble of
 * its own, and its neighbours go on.
 */
export class FailureWindow {
  private current = new Map<string, Tally>();
  private last = new Map<string, Tally>();
  private currentSince = 0;

  count(integrationId: string, failed: boolean, now: number): void {
    this.turn(now);
    const tally = this.current.get(integrationId) ?? { good: 0, failed: 0 };
    tally[failed ? 'failed' : 'good'] += 1;
    this.current.set(integrationId, tally);
  }

  isSick(now: number): boolean {
    this.turn(now);
    const tallies = [...this.sums().values()];
    const failures = tallies.reduce((sum, { failed }) => sum + failed, 0);
    const sick = tallies.filter(({ good, failed }) => failed > good).length;
    return failures >= MIN_FAILURES && sick * 2 > tallies.length;
  }

  isEmpty(now: number): boolean {
    this.turn(now);
    return this.current.size === 0 && this.last.size === 0;
  }

  clear(): void {
    this.current.clear();
    this.last.clear();
  }

  private sums(): Map<string, Tally> {
    const sums = new Map(this.last);
    for (const [integrationId, { good, failed }] of this.current) {
      const before = sums.get(integrationId) ?? { good: 0, failed: 0 };
      sums.set(integrationId, { good: before.good + good, failed: before.failed + failed });
    }
    return sums;
  }

  private turn(now: number): void {
    const halves = Math.floor((now - this.currentSince) / HALF_MS);
    if (halves < 1) return;
    this.last = halves === 1 ? this.current : new Map();
    this.current = new Map();
    this.currentSince = halves === 1 ? this.currentSince + HALF_MS : now;
  }
}
