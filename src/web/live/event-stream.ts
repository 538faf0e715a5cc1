import { createClient, NetworkError } from 'graphql-sse';
import { backoffMs } from './backoff.js';
import { pause } from './pause.js';

/** A stream that held this long was a good one: the next loss of it starts the backoff anew. */
const STEADY_MS = 10_000;

export interface Subscription {
  query: string;
  variables: Record<string, unknown>;
}

export interface StreamListener {
  onConnected(): void;
  onData(data: Record<string, unknown>): void;
  /** An event could not be read, for instance since what it tells of is gone. */
  onFault(): void;
  onLost(): void;
  /** The hub does not know who asks; the stream is not tried again. */
  onUnauthenticated(): void;
}

/**
 * Keeps a subscription open by Server-Sent Events until the signal aborts: whenever it ends or
 * breaks it is opened again, after a growing wait.
 */
export async function keepStream(
  subscription: Subscription,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    const openedAt = Date.now();
    const end = await readStream(subscription, listener, signal);
    if (signal.aborted) return;
    listener.onLost();
    if (end === 'unauthenticated') return listener.onUnauthenticated();
    if (Date.now() - openedAt > STEADY_MS) failures = 1;
    await untilWorthTrying(backoffMs(failures), signal);
  }
}

async function readStream(
  subscription: Subscription,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<'ended' | 'unauthenticated'> {
  const client = createClient({ url: '/graphql', retryAttempts: 0 });
  const close = (): void => client.dispose();
  const stops = [
    [signal, 'abort'],
    // What was open hangs where the network goes; the browser says so.
    [window, 'offline'],
  ] as const;
  for (const [target, event] of stops) target.addEventListener(event, close);
  try {
    const results = client.iterate(subscription, { connected: listener.onConnected });
    for await (const { data, errors } of results) {
      if (errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) return 'unauthenticated';
      if (signal.aborted) break;
      if (data && !errors) listener.onData(data);
      else listener.onFault();
    }
    return 'ended';
  } catch (error) {
    return error instanceof NetworkError && error.response?.status === 401 ? 'unauthenticated' : 'ended';
  } finally {
    for (const [target, event] of stops) target.removeEventListener(event, close);
    close();
  }
}

/** Waits; no longer than until the browser is online again. */
async function untilWorthTrying(delayMs: number, signal: AbortSignal): Promise<void> {
  const online = new AbortController();
  const stop = (): void => online.abort();
  window.addEventListener('online', stop);
  await pause(delayMs, AbortSignal.any([signal, online.signal]));
  window.removeEventListener('online', stop);
}
