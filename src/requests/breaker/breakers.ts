import { Breaker, type BreakerState } from './breaker.js';

const MANY = 1_000;

/** The breakers of this process, one for each host. */
export class Breakers {
  private readonly breakers = new Map<string, Breaker>();

  constructor(private readonly clock: () => number) {}

  of(host: string): Breaker {
    const known = this.breakers.get(host);
    if (known !== undefined) return known;
    if (this.breakers.size >= MANY) this.forgetIdle();
    const breaker = new Breaker(this.clock);
    this.breakers.set(host, breaker);
    return breaker;
  }

  /** How many hosts are in which state. */
  get states(): Record<BreakerState, number> {
    const states = { closed: 0, open: 0, half_open: 0 };
    for (const { state } of this.breakers.values()) states[state] += 1;
    return states;
  }

  private forgetIdle(): void {
    for (const [host, breaker] of this.breakers) if (breaker.isIdle) this.breakers.delete(host);
  }
}
