import type { PubSubEventTarget } from 'graphql-yoga';

/** Events by topic, as Yoga's pub/sub takes them. */
export type EventsByTopic = Record<string, [event: object]>;

/** What carries events: within this process, or between processes. */
export interface EventTransport {
  readonly eventTarget: PubSubEventTarget<EventsByTopic>;
  /** Resolves when what is published from now on, by whomever, comes to the listeners of the topic. */
  confirm(topic: string): Promise<void>;
  /** Rejects, or does not answer, where what carries events is away. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Within this process, which an event target does by itself. */
export function memoryTransport(): EventTransport {
  return {
    eventTarget: new EventTarget() as PubSubEventTarget<EventsByTopic>,
    confirm: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
