import { expect, it } from 'vitest';
import { standingOf } from '../../../src/web/integrations/standing.js';

type Integration = Parameters<typeof standingOf>[0];
type Run = Integration['syncs'][number]['lastRun'];

const RETRY_AT = '2026-01-01T14:05:00.000Z';
const NEXT_SYNC_AT = '2026-01-01T15:00:00.000Z';

const healthy: Integration['connectionStatus'] = {
  state: 'CONNECTED',
  syncInProgress: false,
  lastSyncAt: null,
  nextSyncAt: NEXT_SYNC_AT,
  missingScopes: [],
  problem: null,
};

it.each([
  ['DISCONNECTED', 'disconnected'],
  ['PENDING', 'pending'],
  ['REAUTHORIZATION_REQUIRED', 'needsYou'],
] as const)('is mended by connecting again where the state is %s', (state, status) => {
  expect(standingOf(integration({ state }))).toMatchObject({ status, remedy: { kind: 'reconnect' } });
});

it('is mended by connecting again where a permission is missing', () => {
  const standing = standingOf(integration({ missingScopes: ['chat:write'] }));

  expect(standing).toMatchObject({ status: 'needsYou', remedy: { kind: 'reconnect' } });
});

it('waits for the hub where a run is paused, and for the next run where one failed of what passes', () => {
  const paused = standingOf(integration({}, run('PAUSED', 'PROVIDER_RATE_LIMITED', RETRY_AT)));
  const failed = standingOf(integration({}, run('FAILED', 'PROVIDER_UNAVAILABLE', null)));

  expect(paused).toMatchObject({ status: 'paused', remedy: { kind: 'wait', until: RETRY_AT } });
  expect(failed).toMatchObject({ status: 'paused', remedy: { kind: 'wait', until: NEXT_SYNC_AT } });
});

it('is for an administrator where the provider answers what the hub does not understand', () => {
  const waiting = run('PAUSED', 'PROVIDER_RATE_LIMITED', RETRY_AT);
  const broken = run('FAILED', 'PROVIDER_CONTRACT_BROKEN', null);

  expect(standingOf(integration({}, waiting, broken))).toMatchObject({
    status: 'needsYou',
    remedy: { kind: 'ask-admin' },
    problem: { code: 'PROVIDER_CONTRACT_BROKEN' },
  });
});

it('is well where the latest run of each model succeeded, or there was none', () => {
  const standing = standingOf(integration({}, run('SUCCEEDED', 'PROVIDER_UNAVAILABLE', null), null));

  expect(standing).toEqual({ status: 'connected', tone: 'good', remedy: null, problem: null });
});

function integration(status: Partial<Integration['connectionStatus']>, ...runs: Run[]): Integration {
  const syncs = runs.map((lastRun, index) => ({ id: `sync_${index}`, recordCount: 0, lastRun }));
  return { connectionStatus: { ...healthy, ...status }, syncs };
}

function run(state: NonNullable<Run>['state'], code: string, retryAt: string | null): Run {
  return { id: 'slog_1', state, problem: { code, message: 'Something is wrong.', retryAt } };
}
