import { expect, test } from 'vitest';
import { backoffMs } from '../../../src/requests/backoff.js';

test('doubles the longest wait with each try', () => {
  expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, 1))).toEqual([250, 500, 1000, 2000]);
});

test('waits anything from nothing to the longest', () => {
  expect([0, 0.5, 0.999].map((random) => backoffMs(3, random))).toEqual([0, 500, 999]);
});

test('never waits longer than eight seconds', () => {
  expect(backoffMs(40, 1)).toBe(8_000);
});
