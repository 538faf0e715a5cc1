import { expect, test } from 'vitest';
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
  expect(stateOf({ calls, failures })).toBe(state);
});
