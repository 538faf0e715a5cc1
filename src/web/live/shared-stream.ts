import { keepStream, type Subscription } from './event-stream.js';
import { holdTurn } from './turn.js';

export type StreamState = 'connecting' | 'open' | 'lost';

export interface SharedStreamListener {
  onState(state: StreamState): void;
  onData(data: Record<string, unknown>): void;
  onFault(): void;
  onUnauthenticated(): void;
}

type Message =
  | { kind: 'state'; state: StreamState }
  | { kind: 'data'; data: Record<string, unknown> }
  | { kind: 'fault' }
  /** A page that has just begun to listen wants to know the state. */
  | { kind: 'hello' };

/**
 * One stream for all pages of this browser. Over HTTP/1.1 it opens six connections to a hub, for all
 * its pages together: with streams of its own a second page would leave none for queries. So one
 * page has the turn to read, and the others hear from it.
 */
export async function openSharedStream(
  subscription: Subscription,
  listener: SharedStreamListener,
  signal: AbortSignal,
): Promise<void> {
  const name = `hub-live ${JSON.stringify(subscription)}`;
  const channel = new BroadcastChannel(name);
  let reading: StreamState | null = null;

  function hear(message: Message): void {
    if (message.kind === 'hello') {
      if (reading !== null) channel.postMessage({ kind: 'state', state: reading } satisfies Message);
    } else if (reading === null) apply(message, listener);
  }

  function say(message: Exclude<Message, { kind: 'hello' }>): void {
    if (message.kind === 'state') reading = message.state;
    apply(message, listener);
    channel.postMessage(message);
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => hear(data));
  channel.postMessage({ kind: 'hello' } satisfies Message);
  await holdTurn(
    name,
    async (turn) => {
      await keepStream(
        subscription,
        {
          onConnected: () => say({ kind: 'state', state: 'open' }),
          onData: (data) => say({ kind: 'data', data }),
          onFault: () => say({ kind: 'fault' }),
          onLost: () => say({ kind: 'state', state: 'lost' }),
          onUnauthenticated: listener.onUnauthenticated,
        },
        turn,
      );
      reading = null;
      if (!signal.aborted) listener.onState('connecting');
    },
    signal,
  );
  channel.close();
}

function apply(message: Exclude<Message, { kind: 'hello' }>, listener: SharedStreamListener): void {
  if (message.kind === 'state') listener.onState(message.state);
  else if (message.kind === 'data') listener.onData(message.data);
  else listener.onFault();
}
