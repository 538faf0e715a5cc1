import { describe, expect, test } from 'vitest';
import { badgeOf, chooseAccount, integrationToMend, problemOf } from '../../../src/embed/card-state.js';
import type { CardIntegrationFragment, CardProblemFragment, SyncState } from '../../../src/embed/gql/graphql.js';

const provider = { id: 'slack', name: 'Slack', configured: true, authMethods: ['OAUTH2' as const] };
const limited: CardProblemFragment = { code: 'PROVIDER_RATE_LIMITED', message: 'Slack asks to wait.', retryAt: null };
const refused: CardProblemFragment = { code: 'REAUTHORIZATION_REQUIRED', message: 'Reconnect.', retryAt: null };

type Status = CardIntegrationFragment['connectionStatus'];

function account(
  status: Partial<Status> = {},
  runs: [SyncState, CardProblemFragment | null][] = [],
  id = 'int_1',
): CardIntegrationFragment {
  return {
    id,
    userId: 'ada',
    accountLabel: 'Acorn Software',
    provider: { id: 'slack' },
    connectionStatus: {
      state: 'CONNECTED',
      syncInProgress: false,
      lastSyncAt: null,
      missingScopes: [],
      problem: null,
      ...status,
    },
    syncs: runs.map(([state, problem]) => ({ lastRun: { state, problem } })),
  };
}

const of = (shown: CardIntegrationFragment | null) => ({ provider, account: shown });

describe('the badge', () => {
  test.each([
    ['none', null],
    ['none', { ...account({ state: 'PENDING' }), accountLabel: null }],
    ['none', { ...account({ state: 'DISCONNECTED' }), accountLabel: null }],
    ['disconnected', account({ state: 'DISCONNECTED' })],
    ['needsYou', account({ state: 'REAUTHORIZATION_REQUIRED', problem: refused })],
    ['needsYou', account({ missingScopes: ['chat:write'] })],
    ['paused', account({}, [['SUCCEEDED', null], ['PAUSED', limited]])], // prettier-ignore
    ['connected', account({}, [['SUCCEEDED', null], ['FAILED', limited]])], // prettier-ignore
    ['connected', account()],
  ] as const)('is %s', (badge, shown) => {
    expect(badgeOf(of(shown))).toBe(badge);
  });
});

describe('the problem', () => {
  test('is the account’s own before that of a run', () => {
    expect(problemOf(of(account({ problem: refused }, [['PAUSED', limited]])))).toBe(refused);
  });

  test('is that of a run that waits before that of one that failed', () => {
    expect(problemOf(of(account({}, [['FAILED', refused], ['PAUSED', limited]])))).toBe(limited); // prettier-ignore
  });

  test('is none of an account that is disconnected, whatever its last run met', () => {
    expect(problemOf(of(account({ state: 'DISCONNECTED' }, [['FAILED', limited]])))).toBeNull();
  });
});

describe('of several accounts', () => {
  test('one that works is shown before one that needs its owner, and that before newer ones that are gone', () => {
    const gone = account({ state: 'DISCONNECTED' }, [], 'int_3');
    const needy = account({ state: 'REAUTHORIZATION_REQUIRED' }, [], 'int_2');
    const works = account({}, [], 'int_1');

    expect(chooseAccount([gone, needy, works])).toBe(works);
    expect(chooseAccount([gone, needy])).toBe(needy);
  });

  test('the newest is shown of those that are gone', () => {
    const older = account({ state: 'DISCONNECTED' }, [], 'int_1');
    const newer = account({ state: 'PENDING' }, [], 'int_2');

    expect(chooseAccount([older, newer])).toBe(newer);
    expect(chooseAccount([])).toBeNull();
  });
});

describe('connecting', () => {
  test('mends the integration that needs it, or that was begun', () => {
    expect(integrationToMend(of(account({ state: 'REAUTHORIZATION_REQUIRED' })))).toBe('int_1');
    expect(integrationToMend(of({ ...account({ state: 'PENDING' }), accountLabel: null }))).toBe('int_1');
  });

  test('leaves it open which account comes after one that was disconnected', () => {
    expect(integrationToMend(of(account({ state: 'DISCONNECTED' })))).toBeNull();
    expect(integrationToMend(of(null))).toBeNull();
  });
});
