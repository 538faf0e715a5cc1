/** While a batch takes no longer than that, whoever works on events also takes those that come. */
const BUSY_MS = 1_000;
/** After that a job that was sent and did not come is sent again. */
const ON_ITS_WAY_MS = 1_000;

/** Whether a provider's events need another job: one for each would be thousands in a flood. */
export class ProviderWakes {
  private readonly states = new Map<
    string,
    { working: number; progressAt: number; sentAt: number; isNewsIn: boolean }
  >();

  constructor(private readonly clock: () => number) {}

  /** New events are in. Says whether to send a job for them. */
  needsJob(providerId: string): boolean {
    const state = this.of(providerId);
    const now = this.clock();
    state.isNewsIn = true;
    if (state.working > 0 && Math.abs(now - state.progressAt) < BUSY_MS) return false;
    if (Math.abs(now - state.sentAt) < ON_ITS_WAY_MS) return false;
    state.sentAt = now;
    return true;
  }

  /** Calls `workOnSome` until it finds nothing, and nothing came in meanwhile. */
  async work(providerId: string, workOnSome: () => Promise<boolean>): Promise<void> {
    const state = this.of(providerId);
    state.working += 1;
    state.sentAt = -Infinity;
    try {
      do {
        state.isNewsIn = false;
        state.progressAt = this.clock();
      } while ((await workOnSome()) || this.of(providerId).isNewsIn);
    } finally {
      state.working -= 1;
    }
  }

  private of(providerId: string) {
    const known = this.states.get(providerId);
    if (known !== undefined) return known;
    const state = { working: 0, progressAt: 0, sentAt: -Infinity, isNewsIn: false };
    this.states.set(providerId, state);
    return state;
  }
}
