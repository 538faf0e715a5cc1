const DAY_MS = 86_400_000;
/** Three years of days; answers are about few. */
const MAX_DAYS = 1000;

const dates = new Map<number, string>();

/** The parts of a time of day with what stands around them: fewer parts are joined sooner. */
const MINUTES = Array.from(
  { length: 1440 },
  (_, number) => `T${digits(Math.floor(number / 60), 2)}:${digits(number % 60, 2)}:`,
);
const SECONDS = Array.from({ length: 60 }, (_, number) => `${digits(number, 2)}.`);
const MILLISECONDS = Array.from({ length: 1000 }, (_, number) => `${digits(number, 3)}Z`);

/**
 * Epoch milliseconds as `Date.toISOString()` gives them, in a sixth of its time: a page of the API
 * holds hundreds of times, and formatting them would take as long as reading them.
 */
export function formatTime(time: number): string {
  const wholeTime = Math.trunc(time);
  const day = Math.floor(wholeTime / DAY_MS);
  const ms = wholeTime - day * DAY_MS;
  const minute = MINUTES[Math.floor(ms / 60_000)];
  const second = SECONDS[Math.floor(ms / 1000) % 60];
  return `${dateOf(day)}${minute}${second}${MILLISECONDS[ms % 1000]}`;
}

/** @throws RangeError where there is no such day. */
function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const [date] = new Date(day * DAY_MS).toISOString().split('T') as [string];
  if (dates.size >= MAX_DAYS) dates.clear();
  dates.set(day, date);
  return date;
}

function digits(number: number, count: number): string {
  return String(number).padStart(count, '0');
}
