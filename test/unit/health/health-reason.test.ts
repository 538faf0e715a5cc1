import { expect, test } from 'vitest';
import { healthReason } from '../../../src/health/health-reason.js';
import { DEFAULT_THRESHOLDS, stateOf } from '../../../src/health/judge-health.js';

const SINCE = Date.UTC(2026, 10, 26, 14, 5);

test.each([
  [140, 0, null, 'All 140 calls of the last 24 hours succeeded.'],
  [
    140,
    12,
    { statusCode: 503, endpoint: '/api/conversations.list', failures: 12, since: SINCE },
    '12 of 140 calls failed in the last 24 hours (8.6 %), all with HTTP 503 from /api/conversations.list since 14:05 UTC; from 1 % on an integration counts as degraded.',
  ],
  [
    140,
    28,
    { statusCode: 0, endpoint: '/v1/things', failures: 20, since: SINCE },
    '28 of 140 calls failed in the last 24 hours (20 %), 20 of them without an answer from /v1/things since 14:05 UTC; from 10 % on an integration counts as down.',
  ],
  [
    3,
    3,
    { statusCode: 401, endpoint: '/me', failures: 3, since: SINCE },
    'All 3 calls of the last 24 hours failed, all with HTTP 401 from /me since 14:05 UTC.',
  ],
  [
    1,
    1,
    { statusCode: 401, endpoint: '/me', failures: 1, since: SINCE },
    'The only call of the last 24 hours failed, with HTTP 401 from /me since 14:05 UTC.',
  ],
] as const)('of %i calls %i failed', (calls, failures, main, words) => {
  const state = stateOf({ calls, failures }, 'UNKNOWN');

  expect(healthReason(state, { calls, failures }, main, DEFAULT_THRESHOLDS)).toBe(words);
});
