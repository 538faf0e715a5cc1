/** What stands at a dotted path of a JSON value, e.g. `data.items`; the value itself without one, undefined where there is nothing. */
export function jsonAt(value: unknown, path: string | undefined): unknown {
  if (path === undefined) return value;
  return path.split('.').reduce<unknown>((at, name) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, name)
      ? (at as Record<string, unknown>)[name]
      : undefined;
  }, value);
}

/** An id as text; null where the value is no text and no whole number, or empty. */
export function idIn(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Where an answer is not what its declaration says, in words. */
export function placeName(path: string | undefined): string {
  return path === undefined ? 'the answer itself' : `"${path}"`;
}
