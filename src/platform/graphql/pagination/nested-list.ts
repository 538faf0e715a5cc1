import DataLoader from 'dataloader';

/** One page of a list under one parent. */
export interface NestedPage<Filter, Key> {
  parentId: string;
  filter: Filter;
  first: number;
  after: Key | null;
}

/** How a list under many parents is read; each function is one statement for all of them. */
export interface NestedListReads<Row, Filter, Key> {
  /** Up to `first + 1` rows of each page, in the pages' order. */
  readPages(pages: readonly NestedPage<Filter, Key>[]): Promise<readonly (readonly Row[])[]>;
  countRows(parentIds: readonly string[], filter: Filter): Promise<readonly { parentId: string; count: number }[]>;
}

export interface NestedList<Row, Filter, Key> {
  pages: DataLoader<NestedPage<Filter, Key>, readonly Row[], string>;
  counts: DataLoader<{ parentId: string; filter: Filter }, number, string>;
}

/** SQLite joins at most 500 queries to one statement. */
const MAX_PAGES = 100;

/** Loads a list under many parents at the cost of one: a statement for the pages, one for the counts. */
export function nestedList<Row, Filter, Key>(reads: NestedListReads<Row, Filter, Key>): NestedList<Row, Filter, Key> {
  return {
    pages: new DataLoader(async (pages) => [...(await reads.readPages(pages))], {
      maxBatchSize: MAX_PAGES,
      cacheKeyFn: (page) => JSON.stringify(page),
    }),
    counts: new DataLoader((lists) => countEach(reads, lists), { cacheKeyFn: (list) => JSON.stringify(list) }),
  };
}

async function countEach<Row, Filter, Key>(
  reads: NestedListReads<Row, Filter, Key>,
  lists: readonly { parentId: string; filter: Filter }[],
): Promise<number[]> {
  const byFilter = Map.groupBy(lists, ({ filter }) => JSON.stringify(filter));
  const counts = new Map<string, number>();
  for (const [key, [list]] of byFilter) {
    const parentIds = byFilter.get(key)?.map(({ parentId }) => parentId) ?? [];
    if (list === undefined) continue;
    for (const row of await reads.countRows(parentIds, list.filter)) counts.set(key + row.parentId, row.count);
  }
  return lists.map(({ parentId, filter }) => counts.get(JSON.stringify(filter) + parentId) ?? 0);
}
