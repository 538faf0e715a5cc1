import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { NoticeBoard } from './notice-board.js';

/** A message about something that just happened. */
export interface Notice {
  /** New for every notice, so that the same words twice are announced twice. */
  id: number;
  kind: 'done' | 'failed';
  text: string;
}

export type Notify = (kind: Notice['kind'], text: string) => void;

const NotifyContext = createContext<Notify>(() => undefined);

/** Shows the latest notice, whatever view is open. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const notify = useCallback<Notify>(
    (kind, text) => setNotice((last) => ({ id: (last?.id ?? 0) + 1, kind, text })),
    [],
  );
  const board = useMemo(() => <NoticeBoard notice={notice} onDismiss={() => setNotice(null)} />, [notice]);
  return (
    <NotifyContext value={notify}>
      {board}
      {children}
    </NotifyContext>
  );
}

export function useNotify(): Notify {
  return useContext(NotifyContext);
}
