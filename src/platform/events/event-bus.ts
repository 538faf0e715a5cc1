/** Typed events between the parts of the hub, and between processes where Redis is set. */
export interface EventBus<Events extends Record<string, object>> {
  /** Tells all who listen, in every process. Never throws: what cannot be sent is logged. */
  publish<Name extends keyof Events & string>(name: Name, event: Events[Name]): void;
  /**
   * Events from now on: once the promise resolves, none that is published is missed. They wait while the
   * consumer is busy. Ends on `return()` and when the bus closes; throws EventsLostError where events were
   * lost, so that whoever reads subscribes anew and begins with the present state.
   */
  subscribe<Name extends keyof Events & string>(name: Name): Promise<AsyncIterableIterator<Events[Name]>>;
  /** How many events came in so far that anybody here listens to: what was read before the last may be old. */
  readonly heard: number;
  close(): Promise<void>;
}

/** A bus as whoever opened it has it. */
export interface OpenEventBus<Events extends Record<string, object>> extends EventBus<Events> {
  /** Rejects, or does not answer, where what carries events is away. */
  ping(): Promise<void>;
}

/** There may be events that a subscription did not see. */
export class EventsLostError extends Error {
  override readonly name = 'EventsLostError';
}
