import { z } from 'zod';
import { Connection } from './connection.js';
import { Cursors } from './cursor.js';
import { checkPageSize } from './page-size.js';

/**
 * A page of a list that has no rows yet; its arguments are checked as they are everywhere.
 * @throws HubError BAD_INPUT where `first` is out of bounds or `after` is of another list.
 */
export function emptyConnection(list: string, first: number, after: string | null | undefined): Connection<never> {
  new Cursors(list, z.never()).decodeAfter(after);
  return new Connection<never>({
    rows: [],
    first: checkPageSize(first),
    after,
    hasPreviousPage: false,
    cursorOf: (row) => row,
    nodeOf: (row) => row,
    count: () => 0,
  });
}
