import { useCallback } from 'react';
import type { Arrival } from './arrival.js';
import { DashboardPage } from './dashboard/dashboard-page.js';
import { NoticeBoard } from './notices/notice-board.js';
import { useNotices } from './notices/use-notices.js';
import type { SessionStore } from './session/session-store.js';
import { SignInForm } from './session/sign-in-form.js';
import { useSession } from './session/use-session.js';

interface Props {
  session: SessionStore;
  arrival: Arrival | null;
}

export function Page({ session, arrival }: Props) {
  const { notice, notify, dismiss } = useNotices();
  return (
    <>
      <NoticeBoard notice={notice} onDismiss={dismiss} />
      <Content session={session} arrival={arrival} notify={notify} />
    </>
  );
}

function Content({ session, arrival, notify }: Props & { notify: ReturnType<typeof useNotices>['notify'] }) {
  const state = useSession(session);
  const open = useCallback((key: string | null) => void session.open(key), [session]);
  if (state.kind === 'signed-in') {
    return <DashboardPage session={session} viewer={state.viewer} arrival={arrival} notify={notify} />;
  }
  return (
    <>
      <header className="page-head">
        <h1>Integration hub</h1>
      </header>
      <main>
        {state.kind === 'checking' && <p role="status">Signing in…</p>}
        {state.kind === 'signed-out' && <SignInForm message={state.message} onSignIn={open} />}
        {state.kind === 'unreachable' && (
          <div className="panel" role="alert">
            <p className="wrong">{state.message}</p>
            <button type="button" className="primary" onClick={() => open(null)}>
              Try again
            </button>
          </div>
        )}
      </main>
    </>
  );
}
