import { CardStatusChangedDocument, type CardIntegrationFragment } from './gql/graphql.js';
import { HubClient, type GetToken } from './hub-client.js';
import { asFailure, isRefusal, type HubFailure } from './hub-failure.js';

export interface LiveListener {
  /** Changes may have been missed until now: read anew. */
  onOpen(): void;
  onChange(account: CardIntegrationFragment): void;
  onLost(): void;
  /** The token is refused; nothing more comes before {@link LiveStream.retry}. */
  onRefused(failure: HubFailure): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A stream that lasted that long had a token that held. */
const STEADY_MS = 10_000;

const shared = new WeakMap<GetToken, Map<string, LiveStream>>();

/** The one stream of all cards that ask the same hub by the same token: browsers open six connections to an origin. */
export function sharedStream(base: string, getToken: GetToken): LiveStream {
  const streams = shared.get(getToken) ?? new Map<string, LiveStream>();
  shared.set(getToken, streams);
  const stream = streams.get(base) ?? new LiveStream(new HubClient(base, getToken));
  streams.set(base, stream);
  return stream;
}

/**
 * Changes of the accounts that somebody may see, as long as anybody listens and the page can be seen. A stream that
 * is lost is opened again, after growing waits; its first events are the present state.
 */
export class LiveStream {
  private readonly listeners = new Set<LiveListener>();
  private running: AbortController | null = null;

  constructor(readonly client: HubClient) {}

  /** Gives what ends it. */
  join(listener: LiveListener): () => void {
    this.listeners.add(listener);
    this.retry();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.running?.abort();
      this.running = null;
    };
  }

  /** Goes on after a refusal. */
  retry(): void {
    if (this.running !== null || this.listeners.size === 0) return;
    const running = new AbortController();
    this.running = running;
    void this.keep(running.signal).finally(() => {
      if (this.running === running) this.running = null;
    });
  }

  private async keep(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let refusals = 0;
    while (!signal.aborted) {
      await untilReachable(signal);
      const openedAt = Date.now();
      const { failure, wasLeft } = await this.read(signal);
      if (signal.aborted) return;
      if (wasLeft) continue;
      const wasSteady = Date.now() - openedAt > STEADY_MS;
      failures = wasSteady ? 1 : failures + 1;
      refusals = failure !== null && isRefusal(failure) ? (wasSteady ? 1 : refusals + 1) : 0;
      // The first may be a token that has just expired: the next one is asked for.
      if (failure !== null && refusals > 1) return this.tell((listener) => listener.onRefused(failure));
      this.tell((listener) => listener.onLost());
      await pause(waitMs(failures), signal);
    }
  }

  /** `wasLeft`: nobody could see the page any more, or it lost the network. */
  private async read(signal: AbortSignal): Promise<{ failure: HubFailure | null; wasLeft: boolean }> {
    const left = leftPage();
    try {
      const listener = {
        onOpen: () => this.tell((one) => one.onOpen()),
        onEvent: (data: { connectionStatusChanged: { integration: CardIntegrationFragment } }) =>
          this.tell((one) => one.onChange(data.connectionStatusChanged.integration)),
      };
      await this.client.watch(CardStatusChangedDocument, listener, AbortSignal.any([signal, left.signal]));
      return { failure: null, wasLeft: left.signal.aborted };
    } catch (error) {
      return { failure: asFailure(error), wasLeft: left.signal.aborted };
    } finally {
      if (left.signal.aborted && !navigator.onLine) this.tell((listener) => listener.onLost());
      left.forget();
    }
  }

  private tell(what: (listener: LiveListener) => void): void {
    for (const listener of this.listeners) what(listener);
  }
}

/** Aborts when the page is hidden or loses the network: a hidden page takes no connection from one that is seen. */
function leftPage(): { signal: AbortSignal; forget(): void } {
  const left = new AbortController();
  const onChange = (): void => {
    if (!isReachable()) left.abort();
  };
  document.addEventListener('visibilitychange', onChange);
  window.addEventListener('offline', onChange);
  return {
    signal: left.signal,
    forget() {
      document.removeEventListener('visibilitychange', onChange);
      window.removeEventListener('offline', onChange);
    },
  };
}

function isReachable(): boolean {
  return document.visibilityState === 'visible' && navigator.onLine;
}

function untilReachable(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!isReachable() && !signal.aborted) return;
      document.removeEventListener('visibilitychange', check);
      window.removeEventListener('online', check);
      signal.removeEventListener('abort', check);
      resolve();
    };
    document.addEventListener('visibilitychange', check);
    window.addEventListener('online', check);
    signal.addEventListener('abort', check);
    check();
  });
}

/** Doubling, spread by chance, so that all who lost the same hub do not come back in the same moment. */
function waitMs(failures: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, delayMs);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
