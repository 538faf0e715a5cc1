import type { Row } from '../tables.js';

/** When the first of some syncs runs next, epoch milliseconds; null where nothing is scheduled. */
export function nextRunOf(syncs: readonly Row<'sync'>[]): number | null {
  let next: number | null = null;
  for (const { nextFullAt, nextIncrementalAt } of syncs) {
    next = earlier(earlier(next, nextFullAt), nextIncrementalAt);
  }
  return next;
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
