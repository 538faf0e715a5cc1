import type { ProviderDefinition } from '../../providers/provider.js';
import { waitForReal } from '../wait.js';
import { Lane, type PermitResult } from './lane.js';
import { ProviderQueue, type QueueMeans } from './provider-queue.js';
import { NoPermitInTime } from './turn.js';

/** One call that wants to be sent. */
export interface PermitRequest {
  integrationId: string;
  provider: ProviderDefinition;
  request: { method: string; url: URL };
  isUrgent: boolean;
  maxWaitMs: number;
  signal: AbortSignal;
}

/** Leave to send one call. Whoever holds it says what came of it. */
export interface Permit {
  /** @param result null where the call was given up. */
  settle(result: PermitResult | null): void;
}

/** Told of each call that stood in line for a permit, however short. `given`: not where it gave up, or had to. */
export type PermitObserver = (wait: { providerId: string; waitedMs: number; given: boolean }) => void;

const MANY_LANES = 1_000;
const MAX_WAITING = 1_000;

/** The permits of this process: a queue for each provider, a lane for each integration and class of endpoints. */
export class Permits {
  private readonly queues = new Map<string, ProviderQueue>();
  private readonly lanes = new Map<string, Lane>();
  /** Calls that wait, by integration. */
  private readonly waiting = new Map<string, number>();
  private readonly means: QueueMeans;

  private readonly onPermit: PermitObserver;

  constructor({ onPermit = () => undefined, ...means }: Partial<QueueMeans> & { onPermit?: PermitObserver }) {
    this.onPermit = onPermit;
    this.means = { clock: Date.now, wait: waitForReal, shared: null, onSharedFault: () => undefined, ...means };
  }

  /**
   * Waits for leave to send a call.
   * @throws NoPermitInTime where it would come too late, or too many wait; the signal's reason when aborted.
   */
  async take(request: PermitRequest): Promise<Permit> {
    const { integrationId, provider } = request;
    const lane = this.laneOf(request);
    const ahead = this.waitingOf(integrationId);
    if (ahead >= MAX_WAITING) throw new NoPermitInTime(lane.turnAt(this.means.clock(), false));
    const queue = this.queueOf(provider);
    this.waiting.set(integrationId, ahead + 1);
    const startedAt = performance.now();
    let given = false;
    try {
      const place = await queue.take(lane, request);
      given = true;
      return { settle: (result) => this.settle(queue, lane, place, result) };
    } finally {
      this.countDown(integrationId);
      this.onPermit({ providerId: provider.id, waitedMs: performance.now() - startedAt, given });
    }
  }

  /** Calls that wait now, by integration. */
  get waitingNow(): ReadonlyMap<string, number> {
    return this.waiting;
  }

  /** Calls of the integration that wait now. */
  waitingOf(integrationId: string): number {
    return this.waiting.get(integrationId) ?? 0;
  }

  private settle(queue: ProviderQueue, lane: Lane, place: number, result: PermitResult | null): void {
    const { clock, shared, onSharedFault } = this.means;
    const now = clock();
    lane.settle(place, result, now);
    if (shared !== null && lane.closedUntil > now) {
      shared.pause(lane.key, lane.closedUntil - now).catch(onSharedFault);
    }
    queue.wake();
  }

  private countDown(integrationId: string): void {
    const left = this.waitingOf(integrationId) - 1;
    if (left > 0) this.waiting.set(integrationId, left);
    else this.waiting.delete(integrationId);
  }

  private queueOf({ id, limits }: ProviderDefinition): ProviderQueue {
    const known = this.queues.get(id);
    if (known !== undefined) return known;
    const queue = new ProviderQueue(id, limits.app, this.means);
    this.queues.set(id, queue);
    return queue;
  }

  private laneOf({ integrationId, provider: { limits }, request }: PermitRequest): Lane {
    const endpoints = limits.classOf?.(request) ?? null;
    const key = endpoints === null ? integrationId : `${integrationId}/${endpoints.name}`;
    const known = this.lanes.get(key);
    if (known !== undefined) return known;
    if (this.lanes.size >= MANY_LANES) this.forgetIdle();
    const lane = new Lane(key, endpoints?.limit ?? limits.integration);
    this.lanes.set(key, lane);
    return lane;
  }

  private forgetIdle(): void {
    const now = this.means.clock();
    for (const [key, lane] of this.lanes) if (lane.isIdle(now)) this.lanes.delete(key);
  }
}
