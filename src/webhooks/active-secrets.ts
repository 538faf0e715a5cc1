/** Shorter parts are not secrets of a provider, so that a secret that holds a comma stays whole. */
const SHORTEST_SECRET = 16;

/**
 * The secrets in a configured text: one, or several that are active at once while a provider's secret is
 * rotated, set apart by commas or blanks.
 */
export function activeSecrets(configured: string | null): string[] {
  const text = configured?.trim() ?? '';
  if (text === '') return [];
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  return parts.every((part) => part.length >= SHORTEST_SECRET) ? parts : [text];
}
