import { describe, expect, test, vi, beforeEach, afterEach } from 'vitest';
import { openAcmeHub } from '../kit/acme-hub.js';
import { CallingHub } from '../kit/calling-hub.js';
import { testDatabases } from '../kit/databases.js';

const ROUNDS = 20;
const CALLS = 30;
const LIFETIME_SECONDS = 5;

const WHOAMI = `mutation ($input: RunActionInput!) { runAction(input: $input) { output userErrors { code } } }`;
const STATE = `query ($id: ID!) { integration(id: $id) { connectionStatus { state problem { code } } } }`;

const [sqlite, postgresql] = testDatabases;

// The provider lives in this process: its tokens age by this clock, the hubs' by their own.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }));
afterEach(() => void vi.useRealTimers());

describe('tokens that live for five seconds, at a provider that rotates refresh tokens', () => {
  test('are renewed once a round by one process, however many calls need them', async () => {
    let refreshes = 0;
    await using stage = await openAcmeHub(sqlite!, {
      lifetimeSeconds: LIFETIME_SECONDS,
      before: ({ url }) => void (url === '/token' && (refreshes += 1)),
    });
    const { hub, integrationId } = stage;
    const call = () => hub.get(WHOAMI, { input: { integrationId, action: 'whoami', input: {} } });
    refreshes = 0;

    const outputs: unknown[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      vi.setSystemTime(Date.now() + (LIFETIME_SECONDS + 1) * 1000);
      outputs.push(...(await Promise.all(Array.from({ length: CALLS }, call))));
    }

    expect(new Set(outputs.map((output) => JSON.stringify(output)))).toEqual(
      new Set([JSON.stringify({ runAction: { output: { sub: 'ada@acme' }, userErrors: [] } })]),
    );
    expect(outputs).toHaveLength(ROUNDS * CALLS);
    expect(refreshes).toBe(ROUNDS);
    expect(await hub.get(STATE, { id: integrationId })).toEqual({
      integration: { connectionStatus: { state: 'CONNECTED', problem: null } },
    });
  });

  test.skipIf(postgresql === undefined)('are renewed once a round by two processes together', async () => {
    let refreshes = 0;
    await using stage = await openAcmeHub(postgresql!, {
      lifetimeSeconds: LIFETIME_SECONDS,
      before: ({ url }) => void (url === '/token' && (refreshes += 1)),
    });
    const { hub, integrationId } = stage;
    await using one = await CallingHub.start(hub.env);
    await using other = await CallingHub.start(hub.env);
    refreshes = 0;

    const outcomes: Record<string, number>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const advanceMs = (LIFETIME_SECONDS + 1) * 1000;
      vi.setSystemTime(Date.now() + advanceMs);
      one.advance(advanceMs);
      other.advance(advanceMs);
      outcomes.push(...(await Promise.all([one, other].map((process) => process.call(integrationId, CALLS / 2)))));
    }

    expect(outcomes).toEqual(Array.from({ length: ROUNDS * 2 }, () => ({ OK: CALLS / 2 })));
    expect(refreshes).toBe(ROUNDS);
    expect(await hub.get(STATE, { id: integrationId })).toEqual({
      integration: { connectionStatus: { state: 'CONNECTED', problem: null } },
    });
  });
});
