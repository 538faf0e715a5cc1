import { expect, test } from 'vitest';
import { RetryBudget } from '../../../src/requests/retry-budget.js';

const spendAll = (budget: RetryBudget) => {
  let spent = 0;
  while (budget.spend()) spent += 1;
  return spent;
};

test('gives a few at the beginning', () => {
  expect(spendAll(new RetryBudget(() => 0))).toBe(20);
});

test('gives one for every five calls, and one a second', () => {
  const stage = { now: 0 };
  const budget = new RetryBudget(() => stage.now);
  spendAll(budget);

  for (let n = 0; n < 50; n += 1) budget.earn();
  expect(spendAll(budget)).toBe(10);
  stage.now += 7_000;

  expect(spendAll(budget)).toBe(7);
});

test('saves a hundred at most', () => {
  const stage = { now: 0 };
  const budget = new RetryBudget(() => stage.now);

  for (let n = 0; n < 10_000; n += 1) budget.earn();
  stage.now += 3_600_000;

  expect(spendAll(budget)).toBe(100);
});
