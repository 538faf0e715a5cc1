import { createPubSub, type PubSub } from 'graphql-yoga';
import type { Logger } from '../logging/logger.js';
import { EventsLostError, type OpenEventBus } from './event-bus.js';
import { EventStream } from './event-stream.js';
import { memoryTransport, type EventsByTopic, type EventTransport } from './event-transport.js';

export interface EventBusOptions {
  /** Null where events stay in this process. */
  redisUrl: string | null;
  logger: Logger;
  /** Stands before the names of Redis' channels; those who share events share it. */
  prefix?: string;
}

/** The bus, over Yoga's pub/sub. `close` closes what was opened here. */
export async function createEventBus<Events extends Record<string, object>>(
  options: EventBusOptions,
): Promise<OpenEventBus<Events>> {
  const { redisUrl, logger, prefix = 'hub' } = options;
  if (redisUrl === null) return new PubSubEventBus<Events>(memoryTransport(), prefix);
  // Not loaded where it is not used.
  const { redisTransport } = await import('./redis-transport.js');
  const transport = redisTransport(redisUrl, logger, () => bus.interrupt());
  const bus: PubSubEventBus<Events> = new PubSubEventBus<Events>(transport, prefix);
  return bus;
}

/**
 * Listens on the event target itself: a subscription of Yoga's pub/sub listens only from its first `next()`,
 * and throws at the publisher when more than 1,024 events wait.
 */
class PubSubEventBus<Events extends Record<string, object>> implements OpenEventBus<Events> {
  private readonly pubSub: PubSub<EventsByTopic>;
  /** Once a topic is listened to, it is until the end: so none is missed between two that come and go. */
  private readonly streams = new Map<string, Set<EventStream<object>>>();
  heard = 0;

  constructor(
    private readonly transport: EventTransport,
    private readonly prefix: string,
  ) {
    this.pubSub = createPubSub<EventsByTopic>({ eventTarget: transport.eventTarget });
  }

  publish<Name extends keyof Events & string>(name: Name, event: Events[Name]): void {
    this.pubSub.publish(this.topicOf(name), event);
  }

  async subscribe<Name extends keyof Events & string>(name: Name): Promise<AsyncIterableIterator<Events[Name]>> {
    const topic = this.topicOf(name);
    const streams = this.streams.get(topic) ?? this.listenTo(topic);
    const stream = new EventStream<object>(() => streams.delete(stream));
    streams.add(stream);
    try {
      await this.transport.confirm(topic);
    } catch (error) {
      stream.end();
      throw error;
    }
    return stream as AsyncIterableIterator<Events[Name]>;
  }

  ping(): Promise<void> {
    return this.transport.ping();
  }

  async close(): Promise<void> {
    this.endAll(null);
    await this.transport.close();
  }

  /** Ends every subscription: there may be events that it did not see. */
  interrupt(): void {
    this.endAll(new EventsLostError('The connection that carries events broke.'));
  }

  private listenTo(topic: string): Set<EventStream<object>> {
    const streams = new Set<EventStream<object>>();
    this.streams.set(topic, streams);
    this.transport.eventTarget.addEventListener(topic, ({ detail }) => {
      this.heard += 1;
      if (detail !== null) for (const stream of streams) stream.push(detail);
    });
    return streams;
  }

  private endAll(failure: Error | null): void {
    for (const streams of this.streams.values()) for (const stream of streams) stream.end(failure);
  }

  private topicOf(name: string): string {
    return `${this.prefix}:${name}`;
  }
}
