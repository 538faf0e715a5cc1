import { expect, test } from 'vitest';
import { binOf, durationOf, LAST_BIN, percentileOf } from '../../../src/health/latency-bins.js';

test('gives each duration a bin that stands for it within 10 %', () => {
  const durations = [2, 7, 40, 111, 250, 999, 4_000, 29_999, 60_000];

  const errors = durations.map((duration) => Math.abs(durationOf(binOf(duration)) / duration - 1));

  expect(Math.max(...errors.slice(2))).toBeLessThan(0.1);
});

test('puts nothing below the first bin or beyond the last', () => {
  expect([0, 1, 10_000_000].map(binOf)).toEqual([0, 0, LAST_BIN]);
});

test('reads the percentile that the given part of the calls did not pass', () => {
  const counts = [
    { bin: binOf(3_000), calls: 5 },
    { bin: binOf(100), calls: 95 },
  ];

  expect(percentileOf(counts, 0.95)).toBe(durationOf(binOf(100)));
  expect(percentileOf(counts, 0.96)).toBe(durationOf(binOf(3_000)));
});

test('knows no percentile of nothing', () => {
  expect(percentileOf([], 0.95)).toBeNull();
});
