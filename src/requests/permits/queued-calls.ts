import { randomUUID } from 'node:crypto';
import type { HubEvents } from '../../events.js';
import type { EventBus } from '../../platform/events/event-bus.js';

export interface QueuedCallsOptions {
  /** Calls that wait in this process, by integration. */
  own: () => ReadonlyMap<string, number>;
  events: EventBus<HubEvents>;
  clock: () => number;
}

const TELL_EVERY_MS = 500;
/** A process that was not heard of for so long has nothing waiting, or is gone. */
const BELIEVED_MS = 2_000;
/** A bound on the size of an event; who wants more figures than that reads none of them. */
const MOST_TOLD = 1_000;

/** How many calls of an integration wait for a permit, in all processes that share events. */
export class QueuedCalls {
  private readonly process = randomUUID();
  private readonly others = new Map<string, { counts: ReadonlyMap<string, number>; until: number }>();
  private hasTold = false;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(private readonly options: QueuedCallsOptions) {}

  /** Begins to tell the others, and to listen to them. */
  start(): void {
    this.timer = setInterval(() => this.tell(), TELL_EVERY_MS).unref();
    void this.listen();
  }

  stop(): void {
    this.isStopped = true;
    clearInterval(this.timer);
  }

  of(integrationId: string): number {
    const now = this.options.clock();
    let sum = this.options.own().get(integrationId) ?? 0;
    for (const { counts, until } of this.others.values()) if (until > now) sum += counts.get(integrationId) ?? 0;
    return sum;
  }

  /** Tells what waits here; once more when nothing does any longer. */
  tell(): void {
    const own = this.options.own();
    if (own.size === 0 && !this.hasTold) return;
    this.hasTold = own.size > 0;
    this.options.events.publish('callsQueued', { process: this.process, counts: [...own].slice(0, MOST_TOLD) });
  }

  /** Until the bus ends. Where events were lost, the next ones tell all there is to know. */
  async listen(): Promise<void> {
    while (!this.isStopped) {
      try {
        for await (const { process, counts } of await this.options.events.subscribe('callsQueued')) {
          this.note(process, counts);
        }
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, TELL_EVERY_MS).unref());
      }
    }
  }

  private note(process: string, counts: readonly [string, number][]): void {
    const now = this.options.clock();
    for (const [other, { until }] of this.others) if (until <= now) this.others.delete(other);
    if (process !== this.process) this.others.set(process, { counts: new Map(counts), until: now + BELIEVED_MS });
  }
}
