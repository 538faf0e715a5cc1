import type { z } from 'zod';
import { HubError } from '../../errors/hub-error.js';

/**
 * Cursors of one list in one order. Outside they are opaque; inside they are base64url of
 * `[list, key of the row]`, so that a cursor of another list is refused rather than misread.
 */
export class Cursors<Key> {
  constructor(
    /** Name of the list and its order, e.g. `syncLogs:newest`. */
    private readonly list: string,
    private readonly key: z.ZodType<Key>,
  ) {}

  encode(key: Key): string {
    return Buffer.from(JSON.stringify([this.list, key])).toString('base64url');
  }

  /** @throws HubError BAD_INPUT where it is no cursor, or one of another list or order. */
  decode(cursor: string): Key {
    const decoded = decodeJson(cursor);
    if (!Array.isArray(decoded) || decoded.length !== 2 || typeof decoded[0] !== 'string') throw malformed();
    if (decoded[0] !== this.list) throw ofAnotherList();
    const key = this.key.safeParse(decoded[1]);
    if (!key.success) throw malformed();
    return key.data;
  }

  /** The key behind `after`; null where the list is read from its beginning. */
  decodeAfter(after: string | null | undefined): Key | null {
    return after === null || after === undefined ? null : this.decode(after);
  }
}

const MAX_CURSOR_LENGTH = 1000;

function decodeJson(cursor: string): unknown {
  if (cursor.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(cursor)) return null;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

function malformed(): HubError {
  return new HubError(
    'BAD_INPUT',
    'The cursor in "after" was not made by this API. Pass an endCursor or an edge\'s cursor unchanged, or leave "after" out to begin anew.',
  );
}

function ofAnotherList(): HubError {
  return new HubError(
    'BAD_INPUT',
    'The cursor in "after" belongs to another list. Pass a cursor that this same list gave, or leave "after" out to begin anew.',
  );
}
