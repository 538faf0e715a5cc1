import { expect, test } from 'vitest';
import { formatTime } from '../../../../src/platform/graphql/format-time.js';

test.each([
  0,
  -1,
  999,
  1_000,
  59_999,
  86_399_999,
  86_400_000,
  Date.UTC(2026, 10, 24, 12, 34, 56, 7),
  Date.UTC(2024, 1, 29, 23, 59, 59, 999),
  Date.UTC(1969, 6, 20, 20, 17, 40),
  Date.UTC(-1, 0, 1),
  Date.UTC(12_345, 0, 1),
  1_700_000_000_000.75,
])('formats %d as Date does', (time) => {
  expect(formatTime(time)).toBe(new Date(time).toISOString());
});

test('refuses what is no time', () => {
  expect(() => formatTime(Number.NaN)).toThrow(RangeError);
});
