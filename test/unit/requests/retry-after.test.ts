import { expect, test } from 'vitest';
import { readRetryAfter } from '../../../src/platform/http/retry-after.js';

const NOW = Date.UTC(2026, 10, 24, 12);

test.each([
  ['30', NOW + 30_000],
  ['0', NOW],
  ['1.5', NOW + 1_500],
  ['Tue, 24 Nov 2026 12:00:45 GMT', NOW + 45_000],
  ['Tuesday, 24-Nov-26 12:00:45 GMT', NOW + 45_000],
  ['Tue, 24 Nov 2026 11:00:00 GMT', NOW],
])('reads %s', (value, expected) => {
  expect(readRetryAfter(new Headers({ 'retry-after': value }), NOW)).toBe(expected);
});

test.each(['', '-5', 'soon', '12:00', 'NaN'])('says nothing of "%s"', (value) => {
  expect(readRetryAfter(new Headers({ 'retry-after': value }), 0)).toBeNull();
});

test('says nothing where the header is missing', () => {
  expect(readRetryAfter(new Headers(), NOW)).toBeNull();
});
