import { HubError } from '../../errors/hub-error.js';

/** Most nodes of one page. */
export const MAX_PAGE_SIZE = 100;

/** @throws HubError BAD_INPUT where `first` is out of bounds. */
export function checkPageSize(first: number): number {
  if (first >= 1 && first <= MAX_PAGE_SIZE) return first;
  throw new HubError(
    'BAD_INPUT',
    `"first" must be from 1 to ${MAX_PAGE_SIZE}, not ${first}. Ask for a page and go on with its endCursor as "after".`,
  );
}
