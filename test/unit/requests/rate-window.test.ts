import { expect, test } from 'vitest';
import { RateWindow } from '../../../src/requests/permits/rate-window.js';

const windowWith = (...given: number[]) => {
  const window = new RateWindow({ requests: 3, perMs: 1_000 });
  for (const at of given) window.take(at);
  return window;
};

test('has room until the limit is reached', () => {
  expect(windowWith(0, 10).freeAt(20)).toBe(20);
});

test.each([
  [[0, 10, 20], 30, 0, 1_000],
  [[0, 10, 20], 30, 1, 1_010],
  [[0, 10, 20], 30, 3, 2_000],
  [[0, 10, 20], 1_005, 0, 1_005],
  [[0, 10, 20, 1_000], 1_001, 0, 1_010],
  [[0], 5, 2, 1_000],
])('after %j has its next room at %i with %i ahead at %i', (given, now, ahead, expected) => {
  expect(windowWith(...given).freeAt(now, ahead)).toBe(expected);
});

test('never gives more than the limit in any stretch of its length', () => {
  const window = new RateWindow({ requests: 7, perMs: 1_000 });
  const given: number[] = [];
  for (let now = 0; given.length < 200; now = window.freeAt(now + 13)) {
    window.take(now);
    given.push(now);
  }

  const busiest = Math.max(...given.map((at) => given.filter((other) => other >= at && other < at + 1_000).length));

  expect(busiest).toBe(7);
});

test('may be forgotten once nothing of it counts any more', () => {
  const window = windowWith(0, 10, 20, 1_500);

  expect(window.isIdle(2_499)).toBe(false);
  expect(window.isIdle(2_500)).toBe(true);
  expect(new RateWindow({ requests: 1, perMs: 1_000 }).isIdle(0)).toBe(true);
});
