import type { Client } from 'urql';
import { PageViewerDocument, type PageViewerQuery } from '../gql/graphql.js';
import { Failure, failureOf, isUnauthenticated } from '../graphql/failure.js';
import { createHubClient } from '../graphql/hub-client.js';
import { Refetch } from '../graphql/refetch-exchange.js';
import { HubStreams } from '../live/hub-streams.js';
import { beginSession, endSession } from './session-request.js';

export type SignedInViewer = PageViewerQuery['viewer'];

export type SessionState =
  | { kind: 'checking' }
  | { kind: 'unreachable'; failure: Failure }
  /** `why` is null where somebody has just come, or signed out. */
  | { kind: 'signed-out'; why: Failure | 'ended' | null }
  | { kind: 'signed-in'; viewer: SignedInViewer; client: Client; streams: HubStreams };

/** Who is signed in at this page. Lives as long as the page does; each session has a client and a cache of its own. */
export class SessionStore {
  private state: SessionState = { kind: 'checking' };
  private readonly listeners = new Set<() => void>();

  readonly current = (): SessionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Signs in where a key is given, and finds out who is signed in. */
  async open(key: string | null): Promise<void> {
    this.set({ kind: 'checking' });
    try {
      if (key !== null) await beginSession(key);
    } catch (error) {
      return this.set({ kind: 'signed-out', why: error as Failure });
    }
    await this.findViewer(key !== null);
  }

  /** @throws Failure where the hub could not end the session. */
  async signOut(): Promise<void> {
    await endSession();
    this.set({ kind: 'signed-out', why: null });
  }

  /** What the page does when an answer says that nobody is signed in any more. */
  private expire(): void {
    if (this.state.kind === 'signed-in') this.set({ kind: 'signed-out', why: 'ended' });
  }

  private async findViewer(justSignedIn: boolean): Promise<void> {
    const { client, streams } = this.newClient();
    const { data, error } = await client.query(PageViewerDocument, {});
    if (data?.viewer) return this.set({ kind: 'signed-in', viewer: data.viewer, client, streams });
    if (isUnauthenticated(error)) {
      return this.set({ kind: 'signed-out', why: justSignedIn ? new Failure('cookies-off') : null });
    }
    this.set({ kind: 'unreachable', failure: error === undefined ? new Failure('empty') : failureOf(error) });
  }

  private newClient(): { client: Client; streams: HubStreams } {
    const onUnauthenticated = (): void => this.expire();
    const refetch = new Refetch();
    const streams = new HubStreams({ onGap: refetch.all, onUnauthenticated });
    return { client: createHubClient({ streams, refetch, onUnauthenticated }), streams };
  }

  private set(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
