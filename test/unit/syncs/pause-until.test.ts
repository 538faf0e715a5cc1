import { expect, test } from 'vitest';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { pauseUntil } from '../../../src/syncs/pause-until.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const DAY = 24 * 60 * 60_000;

const limited = (retryAt?: number) => new HubError('PROVIDER_RATE_LIMITED', 'Later.', { retryAt });

test('waits as long as the provider said', () => {
  expect(pauseUntil(limited(NOW + 90_000), 0, NOW)).toBe(NOW + 90_000);
});

test('waits a second at least, and a day at most, whatever the provider said', () => {
  expect(pauseUntil(limited(NOW - 5_000), 0, NOW)).toBe(NOW + 1_000);
  expect(pauseUntil(limited(NOW + 400 * DAY), 0, NOW)).toBe(NOW + DAY);
});

test('waits longer each time where the provider said nothing, a quarter of an hour at most', () => {
  const longest = [0, 1, 2, 9].map((pauses) => pauseUntil(limited(), pauses, NOW, () => 0.999_999));

  expect(longest.map((until) => Math.round(((until ?? 0) - NOW) / 1_000))).toEqual([6, 11, 21, 901]);
});

test('gives up after ten waits without a page', () => {
  expect(pauseUntil(limited(NOW + 1_000), 10, NOW)).toBeNull();
});
