/** Four bins to each doubling: a percentile read from them is at most 9 % off. */
const BINS_PER_DOUBLING = 4;

/** Longer than any call may take: 65 seconds. */
export const LAST_BIN = 16 * BINS_PER_DOUBLING;

/** The bin of a duration; bin 0 holds what took up to a millisecond. */
export function binOf(durationMs: number): number {
  if (durationMs <= 1) return 0;
  return Math.min(LAST_BIN, Math.ceil(BINS_PER_DOUBLING * Math.log2(durationMs)));
}

/** What a bin stands for: the middle between its bounds, in milliseconds. */
export function durationOf(bin: number): number {
  return bin === 0 ? 1 : Math.round(2 ** ((bin - 0.5) / BINS_PER_DOUBLING));
}

export interface BinCount {
  bin: number;
  calls: number;
}

/** The duration that the given part of the calls did not pass, in milliseconds; null without calls. */
export function percentileOf(counts: readonly BinCount[], part: number): number | null {
  const total = counts.reduce((sum, { calls }) => sum + calls, 0);
  let seen = 0;
  for (const { bin, calls } of counts.toSorted((a, b) => a.bin - b.bin)) {
    seen += calls;
    if (calls > 0 && seen >= total * part) return durationOf(bin);
  }
  return null;
}
