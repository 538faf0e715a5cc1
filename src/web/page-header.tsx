import { ActionButton } from './action-button.js';
import { ExplorerLink } from './explorer-link.js';
import { LiveIndicator } from './live/live-indicator.js';
import type { LiveState } from './live/live-state.js';
import type { Notify } from './notices/notice.js';
import type { SessionStore, SignedInViewer } from './session/session-store.js';

interface Props {
  session: SessionStore;
  viewer: SignedInViewer;
  live: LiveState;
  notify: Notify;
}

export function PageHeader({ session, viewer, live, notify }: Props) {
  async function signOut(): Promise<void> {
    try {
      await session.signOut();
    } catch (error) {
      notify('failed', (error as Error).message);
    }
  }

  return (
    <header className="page-head">
      <h1>Integration hub</h1>
      <LiveIndicator state={live} />
      <nav aria-label="For developers">
        <ExplorerLink client={session.client} />
      </nav>
      <span className="who">{whoIs(viewer)}</span>
      <ActionButton label="Sign out" busyLabel="Signing out…" about="" onPress={signOut} />
    </header>
  );
}

function whoIs({ role, userId, tenantId }: SignedInViewer): string {
  if (role === 'OPERATOR') return 'Operator';
  const name = userId ?? 'unknown user';
  return role === 'ADMIN' ? `${name}, administrator of ${tenantId}` : name;
}
