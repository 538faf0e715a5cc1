const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before trying again: doubling, up to a ceiling, spread by chance so that the
 * pages which lost the same hub do not all come back in the same moment.
 * @param failures in a row, from 1.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return ceiling / 2 + (random() * ceiling) / 2;
}
