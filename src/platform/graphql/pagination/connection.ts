/** What a page is made of. */
export interface PageOf<Row, Node> {
  /** Up to one row more than `first`: the one more says that there is a next page. */
  rows: readonly Row[];
  first: number;
  /** Cursor that the page was asked for with. */
  after: string | null | undefined;
  /** False for a cursor that stands before the first row. */
  hasPreviousPage: boolean;
  cursorOf(row: Row): string;
  nodeOf(row: Row): Node;
  /** Counts all rows of the list, not only those after the cursor; called only where a client asks. */
  count(): number | Promise<number>;
}

/** One page of a list. Edges, cursors and the count are made when a client selects them. */
export class Connection<Row, Node = Row> {
  /** The rows of this page. */
  readonly rows: readonly Row[];

  constructor(private readonly page: PageOf<Row, Node>) {
    this.rows = page.rows.slice(0, page.first);
  }

  get nodes(): Node[] {
    return this.rows.map((row) => this.page.nodeOf(row));
  }

  get edges(): { cursor: string; node: Node }[] {
    return this.rows.map((row) => ({ cursor: this.page.cursorOf(row), node: this.page.nodeOf(row) }));
  }

  get pageInfo() {
    const [first, last] = [this.rows.at(0), this.rows.at(-1)];
    return {
      hasNextPage: this.page.rows.length > this.page.first,
      hasPreviousPage: this.page.hasPreviousPage,
      startCursor: first === undefined ? null : this.page.cursorOf(first),
      // A client that keeps the last endCursor goes on from there, also after a page that had nothing new.
      endCursor: last === undefined ? (this.page.after ?? null) : this.page.cursorOf(last),
    };
  }

  get totalCount(): number | Promise<number> {
    return this.page.count();
  }
}
