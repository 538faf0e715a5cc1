import { expect, test } from 'vitest';
import type { HealthState } from '../../../src/health/health-state.js';
import { stateOf } from '../../../src/health/judge-health.js';

test.each([
  [0, 0, 'UNKNOWN'],
  [1, 0, 'HEALTHY'],
  [1000, 9, 'HEALTHY'],
  [1000, 10, 'DEGRADED'],
  [1000, 99, 'DEGRADED'],
  [1000, 100, 'DOWN'],
  [1, 1, 'DOWN'],
])('calls %i calls with %i failures %3$s', (calls, failures, state) => {
  expect(stateOf({ calls, failures }, 'UNKNOWN')).toBe(state);
  expect(stateOf({ calls, failures }, 'HEALTHY')).toBe(state);
});

test.each<[HealthState, number, HealthState]>([
  ['DEGRADED', 9, 'DEGRADED'],
  ['DEGRADED', 8, 'HEALTHY'],
  ['DOWN', 90, 'DOWN'],
  ['DOWN', 89, 'DEGRADED'],
  ['DOWN', 9, 'DEGRADED'],
  ['DOWN', 8, 'HEALTHY'],
  ['DEGRADED', 99, 'DEGRADED'],
  ['DEGRADED', 100, 'DOWN'],
])('leaves %s at %i of 1,000 for %s', (before, failures, state) => {
  expect(stateOf({ calls: 1000, failures }, before)).toBe(state);
});

test('does not flap where one call at the edge comes and goes', () => {
  let state: HealthState = 'HEALTHY';
  const seen = [9, 10, 9, 10, 9, 10].map((failures) => (state = stateOf({ calls: 1000, failures }, state)));

  expect(seen).toEqual(['HEALTHY', 'DEGRADED', 'DEGRADED', 'DEGRADED', 'DEGRADED', 'DEGRADED']);
});

test('keeps to thresholds of its own', () => {
  const thresholds = { degradedFrom: 0.05, downFrom: 0.5 };

  expect([4, 5, 49, 50].map((failures) => stateOf({ calls: 100, failures }, 'HEALTHY', thresholds))).toEqual([
    'HEALTHY',
    'DEGRADED',
    'DEGRADED',
    'DOWN',
  ]);
});
