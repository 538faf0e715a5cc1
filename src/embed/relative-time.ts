const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 minutes ago" or "now", in the words of a language. */
export function relativeTime(at: number, now: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const passedMs = Math.max(0, now - at);
  const [unit, unitMs] = UNITS.find(([, lengthMs]) => passedMs >= lengthMs) ?? ['second', Infinity];
  return format.format(-Math.floor(passedMs / unitMs) || 0, unit);
}

/** "14:05", with its day where that is not today. */
export function clockTime(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Date(at).toLocaleString(
    language,
    isToday ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' },
  );
}
