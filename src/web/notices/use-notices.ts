import { useCallback, useState } from 'react';
import type { Notice, Notify } from './notice.js';

/** The latest notice, how to give one and how to put it away. */
export function useNotices(): { notice: Notice | null; notify: Notify; dismiss: () => void } {
  const [notice, setNotice] = useState<Notice | null>(null);
  const notify = useCallback<Notify>(
    (kind, text) => setNotice((last) => ({ id: (last?.id ?? 0) + 1, kind, text })),
    [],
  );
  const dismiss = useCallback(() => setNotice(null), []);
  return { notice, notify, dismiss };
}
