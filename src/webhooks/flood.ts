import { setTimeout as delay } from 'node:timers/promises';

/** So many events in one commit are a flood, for a while. */
const FLOOD_COMMIT = 8;
const LASTS_MS = 50;
/** How long work on events gives way to a burst, before each batch of it; to a flood that lasts longer, one step. */
const BURST_MS = 10_000;
const BURST_CALM_MS = 250;
const STEP_MS = 25;

/** Whether more events come in than can be answered beside the work on those that are there. */
export class Flood {
  /** In milliseconds of `now`, as `lastAt`. */
  private since = -Infinity;
  private lastAt = -Infinity;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly wait: (ms: number) => Promise<unknown> = delay,
  ) {}

  /** Of a commit that is about to be made. */
  note(events: number): void {
    if (events < FLOOD_COMMIT) return;
    if (!this.isThere) this.since = this.now();
    this.lastAt = this.now();
  }

  /**
   * Lets a flood be taken before what it brought is worked on: providers wait for their answers, and give up.
   * Resolves at once where there is none, and after a moment in any case: a short one where it lasts, so that the
   * work keeps up.
   */
  async calm(): Promise<void> {
    const most = this.now() - this.since < BURST_MS ? BURST_CALM_MS : STEP_MS;
    for (let waited = 0; waited < most && this.isThere; waited += STEP_MS) await this.wait(STEP_MS);
  }

  private get isThere(): boolean {
    return this.now() - this.lastAt < LASTS_MS;
  }
}
