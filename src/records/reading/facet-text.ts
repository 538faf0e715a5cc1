import { hashText } from '../../platform/canonical-hash.js';

/** PostgreSQL takes no more than about 2,700 bytes into an index, and no NUL at all. */
const LONGEST = 200;

export type Facet = string | number | boolean;

/** Whether a filter can find it. */
export function isFacet(value: unknown): value is Facet {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A value as it is stored to be filtered by. */
export function facetText(value: Facet, ignoresCase: boolean): string {
  const text = ignoresCase ? String(value).toLowerCase() : String(value);
  return text.length > LONGEST || text.includes('\0') ? hashText(text) : text;
}
