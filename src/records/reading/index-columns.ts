/** Columns of `record` that hold what a model is filtered by, in the order of its filters. */
export const FACET_COLUMNS = ['facet1', 'facet2', 'facet3', 'facet4'] as const;

export type FacetColumn = (typeof FACET_COLUMNS)[number];

/** What the columns of a record hold, so that its list is read by index. */
export interface IndexValues {
  /** As `listKey` says. */
  listKey: number;
  /** Epoch milliseconds, or {@link lastPlace}. */
  sortKey: number;
  facets: readonly (string | null)[];
}

/** Sort key of what has no time of its own: it stands at the end of the list. */
export function lastPlace(direction: 'ASC' | 'DESC'): number {
  return direction === 'ASC' ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
}
