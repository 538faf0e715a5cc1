import type { ExecutionResult } from 'urql';
import type { LiveState } from './live-state.js';
import { openSharedStream, type StreamState } from './shared-stream.js';

interface Sink {
  next(result: ExecutionResult): void;
}

interface HubStreamsOptions {
  /** Changes may have been missed: what is shown has to be read again. */
  onGap(): void;
  onUnauthenticated(): void;
}

/** All subscriptions of this page, and whether they stand. */
export class HubStreams {
  private readonly states = new Map<symbol, StreamState>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: HubStreamsOptions) {}

  /** As urql's `subscriptionExchange` wants it. A stream never ends by itself: it is opened again. */
  readonly forward = ({ query = '', variables = {} }: { query?: string; variables?: object }) => ({
    subscribe: (sink: Sink) => {
      const stream = Symbol(query);
      const closed = new AbortController();
      void openSharedStream(
        { query, variables: { ...variables } },
        {
          onState: (state) => this.change(stream, state),
          onData: (data) => !isSnapshot(data) && sink.next({ data }),
          onFault: this.options.onGap,
          onUnauthenticated: this.options.onUnauthenticated,
        },
        closed.signal,
      );
      this.change(stream, 'connecting');
      return {
        unsubscribe: () => {
          closed.abort();
          this.states.delete(stream);
          this.tell();
        },
      };
    },
  });

  readonly state = (): LiveState => {
    const states = [...this.states.values()];
    if (states.includes('lost')) return 'offline';
    return states.length > 0 && states.every((state) => state === 'open') ? 'live' : 'connecting';
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private change(stream: symbol, state: StreamState): void {
    const before = this.state();
    this.states.set(stream, state);
    if (before !== 'live' && this.state() === 'live') this.options.onGap();
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** How things stand on subscribing: what is shown is read anew then, which is one answer instead of many. */
function isSnapshot(data: Record<string, unknown>): boolean {
  return Object.values(data).some((event) => (event as { snapshot?: boolean } | null)?.snapshot === true);
}
