/** While a batch takes no longer than that, whoever works on rows also takes those that come. */
const BUSY_MS = 1_000;
/** After that a job that was sent and did not come is sent again. */
const ON_ITS_WAY_MS = 1_000;
/** How long one who found nothing waits for more: a job for each few rows costs more than the rows. */
const LINGER_MS = 500;

/** Who works on the rows of a queue. */
interface State {
  working: number;
  progressAt: number;
  sentAt: number;
  isNewsIn: boolean;
  /** Ends the waiting of who waits for news; null where nobody does. */
  wake: (() => void) | null;
}

/** Whether the rows of a queue need another job: one for each would be thousands in a flood. */
export class Wakes {
  private readonly states = new Map<string, State>();

  /** @param mostWorkers of a queue, in this process. */
  constructor(
    private readonly clock: () => number,
    private readonly mostWorkers = Infinity,
  ) {}

  /** New rows are in. Says whether to send a job for them. */
  needsJob(queue: string): boolean {
    const state = this.of(queue);
    const now = this.clock();
    state.isNewsIn = true;
    if (state.wake !== null) {
      state.wake();
      return false;
    }
    if (state.working > 0 && Math.abs(now - state.progressAt) < BUSY_MS) return false;
    if (Math.abs(now - state.sentAt) < ON_ITS_WAY_MS) return false;
    state.sentAt = now;
    return true;
  }

  /** Calls `workOnSome` until it finds nothing, and nothing has come in for a while. Where enough do so, they are told. */
  async work(queue: string, signal: AbortSignal, workOnSome: () => Promise<boolean>): Promise<void> {
    const state = this.of(queue);
    if (state.working >= this.mostWorkers) {
      state.isNewsIn = true;
      state.wake?.();
      return;
    }
    state.working += 1;
    state.sentAt = -Infinity;
    try {
      do {
        state.isNewsIn = false;
        state.progressAt = this.clock();
      } while (!signal.aborted && ((await workOnSome()) || (await newsIn(state, signal))));
    } finally {
      state.working -= 1;
    }
  }

  private of(queue: string): State {
    const known = this.states.get(queue);
    if (known !== undefined) return known;
    const state = { working: 0, progressAt: 0, sentAt: -Infinity, isNewsIn: false, wake: null };
    this.states.set(queue, state);
    return state;
  }
}

/** Whether there is news, or is soon. One waits for it; others need not. */
async function newsIn(state: State, signal: AbortSignal): Promise<boolean> {
  if (!state.isNewsIn && state.wake === null) await linger(state, signal);
  return state.isNewsIn;
}

function linger(state: State, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      state.wake = null;
      resolve();
    };
    const timer = setTimeout(end, LINGER_MS);
    signal.addEventListener('abort', end);
    state.wake = end;
  });
}
