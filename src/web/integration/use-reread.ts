import { useEffect, useRef } from 'react';
import type { UseQueryExecute } from 'urql';

/** The hub writes calls down up to 200 ms after they were made, and works on events in the background. */
const SETTLED_MS = 1_000;

/** Reads a query again a moment after the news have changed: for what no stream tells of. */
export function useReread(news: string, read: UseQueryExecute): void {
  const known = useRef(news);
  useEffect(() => {
    if (known.current === news) return undefined;
    const timer = setTimeout(() => {
      known.current = news;
      read({ requestPolicy: 'network-only' });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [news, read]);
}
