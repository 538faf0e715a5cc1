import { createClient, NetworkError } from 'graphql-sse';
import { stringifyDocument, type TypedDocumentNode } from 'urql';
import { backoffMs } from './backoff.js';
import { pause } from './pause.js';

/** A stream that held this long was a good one: the next loss of it starts the backoff anew. */
const STEADY_MS = 10_000;

/** The variables of a document that takes none. */
export type NoVariables = Record<string, never>;

export interface StreamListener<Data> {
  onConnected(): void;
  onEvent(data: Data): void;
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
export async function keepStream<Data>(
  document: TypedDocumentNode<Data, NoVariables>,
  listener: StreamListener<Data>,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    const openedAt = Date.now();
    const end = await readStream(document, listener, signal);
    if (signal.aborted) return;
    listener.onLost();
    if (end === 'unauthenticated') return listener.onUnauthenticated();
    if (Date.now() - openedAt > STEADY_MS) failures = 1;
    await pause(backoffMs(failures), signal);
  }
}

async function readStream<Data>(
  document: TypedDocumentNode<Data, NoVariables>,
  listener: StreamListener<Data>,
  signal: AbortSignal,
): Promise<'ended' | 'unauthenticated'> {
  const client = createClient({ url: '/graphql', retryAttempts: 0 });
  const close = (): void => client.dispose();
  signal.addEventListener('abort', close);
  try {
    const results = client.iterate<Data>({ query: stringifyDocument(document) }, { connected: listener.onConnected });
    for await (const { data, errors } of results) {
      if (errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) return 'unauthenticated';
      if (signal.aborted) break;
      if (data && !errors) listener.onEvent(data);
      else listener.onFault();
    }
    return 'ended';
  } catch (error) {
    return error instanceof NetworkError && error.response?.status === 401 ? 'unauthenticated' : 'ended';
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
