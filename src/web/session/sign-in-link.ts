/**
 * Takes the key out of a sign-in link's fragment (`#key=…`) and out of the address, so that it
 * stays neither on the screen nor in the history. Null where the address holds none.
 */
export function takeKeyFromAddress(): string | null {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return key.trim() === '' ? null : key.trim();
}
