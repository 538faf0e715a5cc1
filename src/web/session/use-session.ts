import { useSyncExternalStore } from 'react';
import type { SessionState, SessionStore } from './session-store.js';

export function useSession(session: SessionStore): SessionState {
  return useSyncExternalStore(session.subscribe, session.current);
}
