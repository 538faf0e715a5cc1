import { EventsLostError } from './event-bus.js';

const MAX_WAITING = 10_000;

/** What was pushed, in order, for one consumer; it waits while the consumer is busy. */
export class EventStream<T> implements AsyncIterableIterator<T> {
  private readonly events: T[] = [];
  private readonly readers: PromiseWithResolvers<IteratorResult<T>>[] = [];
  private failure: Error | null = null;
  private isOver = false;

  /** @param onOver called once, when nothing more is wanted. */
  constructor(private readonly onOver: () => void) {}

  push(event: T): void {
    if (this.isOver) return;
    const reader = this.readers.shift();
    if (reader) reader.resolve({ value: event, done: false });
    else if (this.events.push(event) > MAX_WAITING) {
      this.end(new EventsLostError(`More than ${MAX_WAITING} events waited for a reader that is too slow.`));
    }
  }

  /** No more events; those that wait are dropped. With a failure, the reader is thrown it once. */
  end(failure: Error | null = null): void {
    if (this.isOver) return;
    this.isOver = true;
    this.events.length = 0;
    this.failure = failure;
    this.onOver();
    for (const reader of this.readers.splice(0)) this.next().then(reader.resolve, reader.reject);
  }

  async next(): Promise<IteratorResult<T>> {
    if (this.events.length > 0) return { value: this.events.shift() as T, done: false };
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw failure;
    if (this.isOver) return { value: undefined, done: true };
    const reader = Promise.withResolvers<IteratorResult<T>>();
    this.readers.push(reader);
    return reader.promise;
  }

  async return(): Promise<IteratorResult<T>> {
    this.end();
    this.failure = null;
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
