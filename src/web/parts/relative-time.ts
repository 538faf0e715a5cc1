const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Shorter is now: a clock that counts each second is looked at instead of read. */
const NOW_MS = 10_000;

/** "5 minutes ago", "in 2 hours", "now", in the language of the locale. */
export function relativeTime(locale: string, atMs: number, nowMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const distanceMs = atMs - nowMs;
  const [unit, unitMs] = UNITS.find(([, lengthMs]) => Math.abs(distanceMs) >= lengthMs) ?? ['second', 1_000];
  if (Math.abs(distanceMs) < NOW_MS) return format.format(0, 'second');
  return format.format(Math.trunc(distanceMs / unitMs), unit);
}

/** When the words for a time change next, in milliseconds from now. */
export function staysTrueMs(atMs: number, nowMs: number): number {
  const distanceMs = Math.abs(atMs - nowMs);
  return distanceMs < 60_000 ? 5_000 : 15_000;
}
