const UNITS = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** "340 ms", "1.2 sec", "12 min", in the language of the locale. */
export function durationWords(locale: string, ms: number): string {
  const [unit, unitMs] = UNITS.find(([, lengthMs]) => ms >= lengthMs) ?? (['millisecond', 1] as const);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'second' ? 1 : 0,
  }).format(ms / unitMs);
}

/** A moment of a chart or a record: its day and time. */
export function timeWords(locale: string, at: Date): string {
  return at.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** A date that has no time. */
export function dayWords(locale: string, day: Date): string {
  return day.toLocaleDateString(locale, { dateStyle: 'medium', timeZone: 'UTC' });
}

/** "2.4 %"; a share of 1 is 100 %. */
export function shareWords(locale: string, share: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}
