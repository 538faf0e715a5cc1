import { expect, test } from 'vitest';
import { probeIdle } from '../../../src/health/probe-idle.js';
import { findHubError, HubError } from '../../../src/platform/errors/hub-error.js';
import { toHubError } from '../../../src/requests/provider-errors.js';
import type { ProviderDefinition } from '../../../src/providers/provider.js';
import { openApi } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addHealth, addIntegration, addQuota, NOON } from '../../kit/rows.js';
import { openRequestStage } from '../requests/request-stage.js';

const DAY_MS = 24 * 60 * 60_000;

describeEachDatabase((database) => {
  test('asks for accounts of which nobody has called anything for a day, and no others', async () => {
    await using api = await openApi(database);
    const { db } = api;
    const add = async (given: object, health?: object, quota?: object) => {
      const { id } = await addIntegration(db, { stateSince: NOON - 2 * DAY_MS, ...given });
      if (health) await addHealth(db, { integrationId: id, ...health });
      if (quota) await addQuota(db, { integrationId: id, ...quota });
      return id;
    };
    const never = await add({});
    const long = await add({}, { lastSuccessAt: NOON - 25 * 60 * 60_000 });
    const spentBefore = await add({}, undefined, { remaining: 0, resetsAt: NOON - 1 });
    await add({}, { lastSuccessAt: NOON - 60_000 });
    await add({}, { lastFailureAt: NOON - 60_000 });
    await add({ stateSince: NOON - 60_000 });
    await add({ state: 'DISCONNECTED' });
    await add({}, undefined, { remaining: 0, resetsAt: NOON + 60_000 });
    await add({ providerId: 'off' });
    const asked: string[] = [];
    const errors: unknown[] = [];
    const identify = async (id: unknown) => {
      asked.push(id as string);
      if (id === long) throw new HubError('PROVIDER_UNAVAILABLE', 'Not now.');
      if (id === never) throw new Error('a bug');
      return Promise.resolve({ externalId: 'a', label: 'A' });
    };

    await probeIdle({
      db,
      switchedOff: () => Promise.resolve(['off']),
      apiOf: (id) => Promise.resolve({ provider: { identify } as unknown as ProviderDefinition, api: id }),
      toHubError: (_, error) => findHubError(error),
      logger: { error: (...words: unknown[]) => void errors.push(words) },
      signal: new AbortController().signal,
      clock: () => NOON,
    });

    expect(asked.toSorted()).toEqual([never, long, spentBefore].toSorted());
    expect(errors).toHaveLength(1);
  });

  test('counts for health as any call', async () => {
    await using on = await openRequestStage(database);
    on.stage.now += 2 * DAY_MS;

    await probeIdle({
      db: on.db,
      switchedOff: () => Promise.resolve([]),
      apiOf: (id, call) => on.manager.apiOf(id, call),
      toHubError,
      logger: { error: expect.fail },
      signal: new AbortController().signal,
      clock: () => on.stage.now,
    });
    await on.log.flush();

    expect(await on.db.selectFrom('health').selectAll().execute()).toMatchObject([{ calls: 1 }]);
  });
});
