import type { RateLimit } from '../providers/provider.js';
import { PermitQueue } from './permit-queue.js';
import type { Wait } from './wait.js';

const MANY_QUEUES = 1_000;

/** The permit queues of this process, one an integration. */
export class Permits {
  private readonly queues = new Map<string, PermitQueue>();

  constructor(
    private readonly clock: () => number,
    private readonly wait: Wait,
  ) {}

  /** The integration's queue, made at its first call. */
  of(integrationId: string, limit: RateLimit): PermitQueue {
    const known = this.queues.get(integrationId);
    if (known !== undefined) return known;
    if (this.queues.size >= MANY_QUEUES) this.forgetIdle();
    const queue = new PermitQueue(limit, this.clock, this.wait);
    this.queues.set(integrationId, queue);
    return queue;
  }

  /** Calls of the integration that wait now. */
  waiting(integrationId: string): number {
    return this.queues.get(integrationId)?.length ?? 0;
  }

  private forgetIdle(): void {
    for (const [integrationId, queue] of this.queues) if (queue.isIdle) this.queues.delete(integrationId);
  }
}
