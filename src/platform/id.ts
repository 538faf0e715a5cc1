import { typeidUnboxed } from 'typeid-js';

/**
 * Prefixes of the global ids: an id says what it names.
 * @see https://github.com/jetify-com/typeid
 */
export const ID_PREFIXES = [
  'int',
  'sync',
  'slog',
  'rec',
  'whe',
  'wsub',
  'call',
  'alrt',
  'att',
  'run',
  'hch',
  'oend',
  'oevt',
  'odel',
  'otry',
  'aud',
] as const;

export type IdPrefix = (typeof ID_PREFIXES)[number];

/** A new id: prefix, underscore, UUIDv7 in base32. Ids of one prefix sort by the time they were made. */
export function newId(prefix: IdPrefix): string {
  return typeidUnboxed(prefix);
}

/** The prefix of a well-formed id, or null. */
export function prefixOf(id: string): IdPrefix | null {
  const match = /^([a-z]+)_[0-7][0-9a-hjkmnp-tv-z]{25}$/.exec(id);
  const prefix = match?.[1] as IdPrefix | undefined;
  return prefix !== undefined && ID_PREFIXES.includes(prefix) ? prefix : null;
}
