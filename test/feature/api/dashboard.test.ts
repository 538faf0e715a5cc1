import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openApi, ada, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addHealth, addIntegration, addQuota, addSync, addSyncLog } from '../../kit/rows.js';

const DASHBOARD = await readFile('schema/operations/dashboard.graphql', 'utf8');

describeEachDatabase((database) => {
  test('costs as many statements for 50 integrations as for 5', async () => {
    await using api = await openApi(database);
    await addBusyIntegrations(api, 5);
    const forFive = await api.countStatements(() => api.askAs(ada, DASHBOARD));
    await addBusyIntegrations(api, 45);

    const forFifty = await api.countStatements(() => api.askAs(ada, DASHBOARD));

    const { data, errors } = await api.askAs(ada, DASHBOARD);
    expect(errors).toEqual([]);
    expect(data.integrations.nodes).toHaveLength(50);
    expect(data.integrations.totalCount).toBe(50);
    expect(forFifty).toBe(forFive);
    expect(forFifty).toBeLessThanOrEqual(7);
  });
});

async function addBusyIntegrations({ db }: Api, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { id: integrationId } = await addIntegration(db);
    await addHealth(db, { integrationId });
    await addQuota(db, { integrationId });
    await addSyncLog(db, await addSync(db, { integrationId }));
    await addSyncLog(db, await addSync(db, { integrationId, model: 'OtherThing' }));
  }
}
