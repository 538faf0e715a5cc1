const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const FORMAT = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "5 minutes ago", "in 2 hours", "just now". */
export function relativeTime(atMs: number, nowMs: number): string {
  const distanceMs = atMs - nowMs;
  const [unit, unitMs] = UNITS.find(([, lengthMs]) => Math.abs(distanceMs) >= lengthMs) ?? [null, 1];
  if (unit === null) return distanceMs <= 0 ? 'just now' : 'in less than a minute';
  return FORMAT.format(Math.trunc(distanceMs / unitMs), unit);
}
