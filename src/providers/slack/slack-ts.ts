import { z } from 'zod';

/**
 * Slack's id of a moment: Unix seconds, a point, six digits. Of a message it is also its id within its channel.
 * Written with ten digits before the point until 2286, so texts sort as the moments do.
 * @see https://docs.slack.dev/messaging/retrieving-messages
 */
export const slackTs = z.string().regex(/^\d{10}\.\d{6}$/, 'must be a ts, e.g. 1700000000.000100');

/** Unix microseconds: whole, and exact for as long as a ts has ten digits. */
export function microsecondsOf(ts: string): number {
  return Number(ts.replace('.', ''));
}

/** Epoch milliseconds. */
export function millisecondsOf(ts: string): number {
  return Math.floor(microsecondsOf(ts) / 1000);
}

/** @param milliseconds Epoch milliseconds. */
export function tsAt(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const rest = String(Math.floor(milliseconds) % 1000).padStart(3, '0');
  return `${String(seconds).padStart(10, '0')}.${rest}000`;
}

export function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}
