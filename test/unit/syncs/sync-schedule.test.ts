import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import { nextDueAt } from '../../../src/syncs/sync-schedule.js';

const QUARTER = 15 * 60_000;
const NOON = Date.UTC(2026, 10, 24, 12);

test('is always later, and never by more than the interval', () => {
  const due = Array.from({ length: 500 }, () => nextDueAt('15 minutes', newId('sync'), NOON));

  expect(due.every((at) => at > NOON && at <= NOON + QUARTER)).toBe(true);
});

test('spreads a mass of syncs over the whole interval', () => {
  const minutes = Array.from({ length: 3_000 }, () =>
    Math.floor((nextDueAt('15 minutes', newId('sync'), NOON) - NOON - 1) / 60_000),
  );
  const perMinute = Array.from({ length: 15 }, (_, minute) => minutes.filter((one) => one === minute).length);

  expect(Math.min(...perMinute)).toBeGreaterThan(120);
  expect(Math.max(...perMinute)).toBeLessThan(280);
});

test('keeps the place of a sync however late it ran', () => {
  const id = newId('sync');
  const first = nextDueAt('15 minutes', id, NOON);

  expect(nextDueAt('15 minutes', id, first)).toBe(first + QUARTER);
  expect(nextDueAt('15 minutes', id, first + 14 * 60_000)).toBe(first + QUARTER);
});

test('keeps to the minute that a cron expression names', () => {
  const at = nextDueAt('30 3 * * *', newId('sync'), NOON);

  expect(new Date(at).getMinutes()).toBe(30);
  expect(at).toBeGreaterThan(NOON);
});
