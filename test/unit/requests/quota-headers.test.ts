import { expect, test } from 'vitest';
import { readQuota } from '../../../src/requests/quota-headers.js';

const NOW = Date.UTC(2026, 10, 24, 12);

test.each([
  ['epoch seconds', String(NOW / 1000 + 30)],
  ['epoch milliseconds', String(NOW + 30_000)],
  ['seconds from now', '30'],
])('reads a reset in %s', (_, reset) => {
  const headers = new Headers({ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': reset });

  expect(readQuota(headers, NOW)).toEqual({ limit: 100, remaining: 7, resetsAt: NOW + 30_000 });
});

test.each([
  ['"default";r=50;t=30', '"default";q=100;w=60'],
  ['limit=100, remaining=50, reset=30', '100;w=60'],
  ['remaining=50, reset=30', '100;w=60'],
])('reads the structured header %s', (rateLimit, policy) => {
  const headers = new Headers({ ratelimit: rateLimit, 'ratelimit-policy': policy });

  expect(readQuota(headers, NOW)).toEqual({ limit: 100, remaining: 50, resetsAt: NOW + 30_000 });
});

test('reads the plain header without the X', () => {
  const headers = new Headers({ 'ratelimit-limit': '100, 100;window=60', 'ratelimit-remaining': '3' });

  expect(readQuota(headers, NOW)).toEqual({ limit: 100, remaining: 3, resetsAt: null });
});

test('knows nothing of an answer that says nothing, or nonsense', () => {
  expect(readQuota(new Headers(), NOW)).toBeNull();
  expect(readQuota(new Headers({ 'x-ratelimit-remaining': 'plenty', 'x-ratelimit-limit': '-1' }), NOW)).toBeNull();
});

test('keeps a limit that no column could hold within what it can', () => {
  expect(readQuota(new Headers({ 'x-ratelimit-limit': '99999999999999' }), NOW)?.limit).toBe(2_147_483_647);
});
