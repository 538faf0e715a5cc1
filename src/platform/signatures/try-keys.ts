import { refused, type Verdict, type WebhookKey } from './signature-scheme.js';

/**
 * The first key that proves the delivery. An empty secret is none: everybody knows it.
 * @param proves Whether this key's holder made the delivery; must not throw.
 */
export function tryKeys(keys: readonly WebhookKey[], proves: (key: WebhookKey) => boolean): Verdict {
  const usable = usableKeys(keys);
  if (usable.length === 0) return refused('no secret is configured');
  const key = usable.find(proves);
  return key ? { verified: true, key } : refused('no active secret proves it');
}

export function usableKeys(keys: readonly WebhookKey[]): WebhookKey[] {
  return keys.filter(({ secret }) => secret !== '');
}
