import { EventsLostError } from '../../events/event-bus.js';

/**
 * What a subscription sends: `send` gives the present state first, then what the events bring. Where
 * events were lost it listens anew and sends the present state once more, so that the client has no
 * gap. A bare async generator would not do: its `return()` waits for the next event, which may never
 * come.
 * @param listen gives events that nothing is missed of from then on; they are closed with the stream.
 */
export async function liveStream<Events extends AsyncIterableIterator<unknown>, Payload>(
  listen: () => Promise<Events>,
  send: (events: Events) => AsyncGenerator<Payload, void>,
): Promise<AsyncIterableIterator<Payload>> {
  const stream = new LiveStream(listen, send);
  await stream.begin();
  return stream;
}

class LiveStream<Events extends AsyncIterableIterator<unknown>, Payload> implements AsyncIterableIterator<Payload> {
  private source: { events: Events; payloads: AsyncGenerator<Payload, void> } | null = null;
  private isOver = false;

  constructor(
    private readonly listen: () => Promise<Events>,
    private readonly send: (events: Events) => AsyncGenerator<Payload, void>,
  ) {}

  async begin(): Promise<void> {
    const events = await this.listen();
    this.source = { events, payloads: this.send(events) };
    // The client left while this was beginning.
    if (this.isOver) await this.end();
  }

  async next(): Promise<IteratorResult<Payload>> {
    if (this.source === null) return { done: true, value: undefined };
    try {
      return await this.source.payloads.next();
    } catch (error) {
      await this.end();
      if (!(error instanceof EventsLostError) || this.isOver) throw error;
    }
    await this.begin();
    return this.next();
  }

  async return(): Promise<IteratorResult<Payload>> {
    this.isOver = true;
    await this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async end(): Promise<void> {
    const source = this.source;
    this.source = null;
    // Ends a generator that waits for the next event.
    await source?.events.return?.();
    await source?.payloads.return();
  }
}
