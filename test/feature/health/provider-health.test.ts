import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ada, eve, openApi, operator } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addHealth, addIntegration } from '../../kit/rows.js';

const HEALTH = await readFile('schema/operations/provider-health.graphql', 'utf8');

interface Wall {
  providers: { nodes: { id: string; health: object }[] };
}

describeEachDatabase((database) => {
  test('sums up the linked accounts of each provider that the viewer may see, in one statement', async () => {
    await using api = await openApi(database);
    const add = async (given: object, health: object | null) => {
      const { id } = await addIntegration(api.db, given);
      if (health !== null) await addHealth(api.db, { integrationId: id, ...health });
    };
    await add({}, { state: 'HEALTHY', calls: 900, failures: 0 });
    await add({}, { state: 'DOWN', calls: 100, failures: 50 });
    await add({}, null);
    await add({ state: 'DISCONNECTED' }, { state: 'DOWN', calls: 100, failures: 100 });
    await add({ tenantId: eve.tenantId, userId: eve.userId }, { state: 'DEGRADED', calls: 100, failures: 5 });
    const wall = async (viewer: typeof ada) => {
      const { data } = await api.askAs(viewer, HEALTH);
      return Object.fromEntries((data as unknown as Wall).providers.nodes.map(({ id, health }) => [id, health]));
    };

    expect((await wall(ada))['things']).toEqual({
      state: 'DEGRADED',
      integrations: 3,
      healthy: 1,
      degraded: 0,
      down: 1,
      unknown: 1,
      calls24h: 1_000,
      failures24h: 50,
      errorRate24h: 0.05,
    });
    expect((await wall(eve))['things']).toMatchObject({ integrations: 1, degraded: 1, state: 'DEGRADED' });
    expect((await wall(operator))['things']).toMatchObject({ integrations: 4, calls24h: 1_100 });
    const others = Object.entries(await wall(ada)).filter(([id]) => id !== 'things');
    expect(others.length).toBeGreaterThan(0);
    for (const [, health] of others)
      expect(health).toMatchObject({ state: 'UNKNOWN', integrations: 0, errorRate24h: 0 });
    expect(await api.countStatements(() => wall(operator))).toBe(1);
  });
});
