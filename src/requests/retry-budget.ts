/** A retry costs as much as so many calls earn. */
const COST = 5;
const FIRST = 20 * COST;
const MOST = 100 * COST;

/**
 * How many retries a provider is given: one for every five calls, one a second, and a few at the beginning.
 * Where much of it fails, retries would only multiply the load that it fails under.
 */
export class RetryBudget {
  private left = FIRST;
  private countedAt: number;

  constructor(private readonly clock: () => number) {
    this.countedAt = clock();
  }

  /** A call is made. */
  earn(): void {
    this.left = Math.min(MOST, this.left + 1);
  }

  /** A retry is to be made; false where there is none left. */
  spend(): boolean {
    const now = this.clock();
    this.left = Math.min(MOST, this.left + ((now - this.countedAt) / 1000) * COST);
    this.countedAt = now;
    if (this.left < COST) return false;
    this.left -= COST;
    return true;
  }
}
