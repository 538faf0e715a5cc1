import type { RateLimit } from '../../providers/provider.js';
import type { Wait } from '../wait.js';
import type { Lane } from './lane.js';
import { RateWindow } from './rate-window.js';
import type { SharedWindows } from './shared-windows.js';
import { NoPermitInTime, type Turn } from './turn.js';

export interface QueueMeans {
  clock: () => number;
  wait: Wait;
  /** Null where this process has the provider for itself. */
  shared: SharedWindows | null;
  /** Shared permits could not be had: for the log. */
  onSharedFault(error: unknown): void;
}

/** A lane is free again once the provider's own window is, and that has no lane. */
const UNLIMITED: RateLimit = { requests: Number.MAX_SAFE_INTEGER, perMs: 0 };

/**
 * Everybody who waits for one provider. Lanes take turns, so that an integration that asks for much waits
 * behind itself alone; a person goes before what runs in the background. A permit needs both: room in the
 * lane's window and in that of all lanes together.
 */
export class ProviderQueue {
  private readonly window: RateWindow | null;
  /** Lanes in which somebody waits, the one that was served longest ago first. */
  private readonly waiting = new Set<Lane>();
  private isServing = false;
  private interruption = new AbortController();

  constructor(
    private readonly key: string,
    limit: RateLimit | undefined,
    private readonly means: QueueMeans,
  ) {
    this.window = limit === undefined ? null : new RateWindow(limit);
  }

  /**
   * Waits for a turn, and gives its place in the lane.
   * @throws NoPermitInTime where it would come too late; the signal's reason when aborted.
   */
  async take(lane: Lane, terms: { isUrgent: boolean; maxWaitMs: number; signal: AbortSignal }): Promise<number> {
    const { isUrgent, maxWaitMs, signal } = terms;
    signal.throwIfAborted();
    const now = this.means.clock();
    const turnAt = Math.max(lane.turnAt(now, isUrgent), this.freeAt(now));
    if (turnAt > now + maxWaitMs) throw new NoPermitInTime(turnAt);

    const { promise, resolve: grant, reject: refuse } = Promise.withResolvers<number>();
    const turn: Turn = { giveUpAt: now + maxWaitMs, grant, refuse };
    const onAbort = () => this.remove(lane, turn, signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    lane.join(turn, isUrgent);
    this.waiting.add(lane);
    this.wake();
    return promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** Something may be possible now that was not before. */
  wake(): void {
    if (this.isServing) this.interruption.abort();
    else if (this.waiting.size > 0) void this.serve();
  }

  /** When the window of all lanes has room. */
  private freeAt(now: number): number {
    return this.window?.freeAt(now) ?? now;
  }

  private async serve(): Promise<void> {
    this.isServing = true;
    while (this.waiting.size > 0) {
      const now = this.means.clock();
      const lane = this.freeAt(now) <= now ? this.nextFree(now) : null;
      if (lane === null) await this.rest(now);
      else if (await this.mayGo(lane)) this.serveLane(lane);
    }
    this.isServing = false;
  }

  private nextFree(now: number): Lane | null {
    let patient: Lane | null = null;
    for (const lane of this.waiting) {
      if (lane.isFull || lane.freeAt(now) > now) continue;
      if (lane.hasUrgent) return lane;
      patient ??= lane;
    }
    return patient;
  }

  /** Whether the other processes leave room. Where that cannot be known, what this one knows is kept to. */
  private async mayGo(lane: Lane): Promise<boolean> {
    const { shared, clock, onSharedFault } = this.means;
    if (shared === null) return true;
    const windows = [
      { key: lane.key, limit: lane.window.limit },
      { key: this.key, limit: this.window?.limit ?? UNLIMITED },
    ].slice(0, this.window === null ? 1 : 2);
    try {
      const full = await shared.take(windows);
      if (full === null) return true;
      for (const one of full.key === lane.key ? [lane] : this.waiting) one.pauseUntil(clock() + full.waitMs);
      return false;
    } catch (error) {
      onSharedFault(error);
      return true;
    }
  }

  private serveLane(lane: Lane): void {
    const now = this.means.clock();
    if (lane.grantNext(now)) this.window?.take(now);
    // Behind the others, where more of it wait.
    this.waiting.delete(lane);
    if (lane.length > 0) this.waiting.add(lane);
  }

  /** Until something is free, somebody has waited long enough, or something happens. */
  private async rest(now: number): Promise<void> {
    this.refuseLate(now);
    if (this.waiting.size === 0) return;
    const until = Math.max(this.freeAt(now), Math.min(...[...this.waiting].map((lane) => nextChange(lane, now))));
    this.interruption = new AbortController();
    // An interruption only means that there is something to look at.
    await this.means.wait(Math.max(1, until - now), this.interruption.signal).catch(() => undefined);
  }

  private refuseLate(now: number): void {
    const freeAt = this.freeAt(now);
    // A lane that goes while this runs is simply not met any more.
    for (const lane of this.waiting) {
      const laneFreeAt = Math.max(freeAt, lane.freeAt(now));
      for (const turn of lane.late(laneFreeAt)) this.remove(lane, turn, new NoPermitInTime(laneFreeAt));
    }
  }

  private remove(lane: Lane, turn: Turn, reason: unknown): void {
    lane.leave(turn);
    if (lane.length === 0) this.waiting.delete(lane);
    turn.refuse(reason);
    this.wake();
  }
}

/** A full lane changes when one of its calls ends, which wakes the queue; until then somebody may have waited too long. */
const LOOK_AGAIN_MS = 1_000;

function nextChange(lane: Lane, now: number): number {
  return lane.isFull ? now + LOOK_AGAIN_MS : lane.freeAt(now);
}
