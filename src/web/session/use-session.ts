import { createContext, useContext, useSyncExternalStore } from 'react';
import type { SessionState, SessionStore, SignedInViewer } from './session-store.js';

export const ViewerContext = createContext<SignedInViewer | null>(null);

export function useSession(session: SessionStore): SessionState {
  return useSyncExternalStore(session.subscribe, session.current);
}

/** Who is signed in; for parts of the page that are shown to nobody else. */
export function useViewer(): SignedInViewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('useViewer is for what is shown to somebody who is signed in');
  return viewer;
}
