import type { EventBus } from '../../src/platform/events/event-bus.js';

/** An event bus within the test. */
export class LocalBus<Events extends Record<string, object>> implements EventBus<Events> {
  private readonly listeners = new Map<string, Set<(event: object) => void>>();
  heard = 0;

  publish<Name extends keyof Events & string>(name: Name, event: Events[Name]): void {
    this.heard += 1;
    for (const listener of this.listeners.get(name) ?? []) listener(event);
  }

  /** How many listen to an event now. */
  countListeners(name: keyof Events & string): number {
    return this.listeners.get(name)?.size ?? 0;
  }

  async subscribe<Name extends keyof Events & string>(name: Name): Promise<AsyncIterableIterator<Events[Name]>> {
    const waiting: Events[Name][] = [];
    let wake: (() => void) | null = null;
    const state = { isOver: false };
    const listener = (event: object) => {
      waiting.push(event as Events[Name]);
      wake?.();
    };
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));

    const events: AsyncIterableIterator<Events[Name]> = {
      async next() {
        while (waiting.length === 0 && !state.isOver) await new Promise<void>((resolve) => (wake = resolve));
        const event = waiting.shift();
        return state.isOver || event === undefined ? { done: true, value: undefined } : { done: false, value: event };
      },
      async return() {
        state.isOver = true;
        listeners.delete(listener);
        wake?.();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
    return events;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
