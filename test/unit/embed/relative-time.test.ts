import { expect, test } from 'vitest';
import { clockTime, relativeTime } from '../../../src/embed/relative-time.js';

const NOON = Date.parse('2026-11-26T12:00:00');
const MINUTE = 60_000;

test.each([
  [0, 'now', 'jetzt'],
  [59_000, 'now', 'jetzt'],
  [3 * MINUTE, '3 minutes ago', 'vor 3 Minuten'],
  [119 * MINUTE, '1 hour ago', 'vor 1 Stunde'],
  [49 * 60 * MINUTE, '2 days ago', 'vorgestern'],
  [-5 * MINUTE, 'now', 'jetzt'],
])('what was %d ms ago is told as "%s" and "%s"', (passedMs, english, german) => {
  expect(relativeTime(NOON - passedMs, NOON, 'en')).toBe(english);
  expect(relativeTime(NOON - passedMs, NOON, 'de')).toBe(german);
});

test('a time of today is told without its day, another with it', () => {
  expect(clockTime(NOON + 125 * MINUTE, NOON, 'de')).toBe('14:05');
  expect(clockTime(NOON + 24 * 60 * MINUTE, NOON, 'de')).toBe('27.11.26, 12:00');
});
