import { z } from 'zod';
import { Cursors } from '../platform/graphql/pagination/cursor.js';

const sequence = z.int().min(0);

/**
 * Cursors of an integration's change feed; the key is the sequence of the last record seen, 0 for the
 * feed's beginning. Sequences of two integrations have nothing to do with each other, so a cursor of
 * another integration is refused.
 */
export function recordCursors(integrationId: string): Cursors<number> {
  return new Cursors(`records:${integrationId}`, sequence);
}
