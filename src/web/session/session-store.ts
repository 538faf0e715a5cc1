import type { Client } from 'urql';
import { Failure, failureOf, isUnauthenticated } from '../graphql/failure.js';
import { createGraphQLClient } from '../graphql/graphql-client.js';
import { PageViewerDocument, type PageViewerQuery } from '../gql/graphql.js';
import { beginSession, endSession } from './session-request.js';

export type SignedInViewer = PageViewerQuery['viewer'];

export type SessionState =
  | { kind: 'checking' }
  | { kind: 'unreachable'; message: string }
  | { kind: 'signed-out'; message: string | null }
  | { kind: 'signed-in'; viewer: SignedInViewer };

/** Who is signed in at this page. Lives as long as the page does. */
export class SessionStore {
  readonly client: Client;
  private state: SessionState = { kind: 'checking' };
  private readonly listeners = new Set<() => void>();

  constructor() {
    this.client = createGraphQLClient(() => this.expire());
  }

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
      return this.set({ kind: 'signed-out', message: (error as Failure).message });
    }
    await this.findViewer(key !== null);
  }

  /** @throws Failure where the hub could not end the session. */
  async signOut(): Promise<void> {
    await endSession();
    this.set({ kind: 'signed-out', message: null });
  }

  /** What the page does when an answer says that nobody is signed in any more. */
  expire(): void {
    if (this.state.kind !== 'signed-in') return;
    this.set({ kind: 'signed-out', message: 'Your session has ended. Sign in again to go on.' });
  }

  private async findViewer(justSignedIn: boolean): Promise<void> {
    const { data, error } = await this.client.query(PageViewerDocument, {});
    if (data?.viewer) return this.set({ kind: 'signed-in', viewer: data.viewer });
    if (isUnauthenticated(error)) {
      const message = justSignedIn ? 'The browser did not keep the session. Allow cookies for this page.' : null;
      return this.set({ kind: 'signed-out', message });
    }
    const failure = error === undefined ? new Failure('The hub sent an empty answer.') : failureOf(error);
    this.set({ kind: 'unreachable', message: failure.message });
  }

  private set(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
