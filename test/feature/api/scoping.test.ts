import { expect, test } from 'vitest';
import { acmeAdmin, ada, bob, eve, openApi, operator } from '../../kit/api.js';
import type { Viewer } from '../../../src/viewer/viewer.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addAlert, addApiCall, addIntegration, addRecord, addSync, addSyncLog } from '../../kit/rows.js';

const LIST = '{ integrations { totalCount nodes { id } } }';
const LOGS = '{ syncLogs { totalCount nodes { id } } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const ONE = 'query ($id: ID!) { integration(id: $id) { id } }';

describeEachDatabase((database) => {
  test('shows a user only their own integrations, an admin those of the tenant, an operator all', async () => {
    await using api = await openApi(database);
    const adas = await addIntegration(api.db);
    const bobs = await addIntegration(api.db, { userId: 'bob' });
    const eves = await addIntegration(api.db, { tenantId: 'globex' });

    const seen = await Promise.all(
      [ada, bob, eve, acmeAdmin, operator].map(async (viewer) => {
        const { data } = await api.askAs(viewer, LIST);
        return data.integrations.nodes.map(({ id }: { id: string }) => id);
      }),
    );

    expect(seen).toEqual([[adas.id], [bobs.id], [eves.id], [bobs.id, adas.id], [eves.id, bobs.id, adas.id]]);
  });

  test('counts only what the viewer may see', async () => {
    await using api = await openApi(database);
    await addSyncLog(api.db, await addSync(api.db, { integrationId: (await addIntegration(api.db)).id }));
    const foreign = await addIntegration(api.db, { tenantId: 'globex' });
    await addSyncLog(api.db, await addSync(api.db, { integrationId: foreign.id }));

    const [list, logs] = await Promise.all([api.askAs(ada, LIST), api.askAs(ada, LOGS)]);

    expect(list.data.integrations.totalCount).toBe(1);
    expect(logs.data.syncLogs.totalCount).toBe(1);
    expect(logs.data.syncLogs.nodes).toHaveLength(1);
  });

  test("treats what is another's as not there", async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    const sync = await addSync(api.db, { integrationId });
    const log = await addSyncLog(api.db, sync);
    const call = await addApiCall(api.db, { integrationId });
    const record = await addRecord(api.db, { integrationId, sequence: 1 });
    const ids = [integrationId, sync.id, log.id, call.id, record.id];

    const own = await api.askAs(ada, NODES, { ids });
    const foreign = await api.askAs(eve, NODES, { ids });
    const colleague = await api.askAs(bob, ONE, { id: integrationId });

    expect(own.data.nodes).toEqual(ids.map((id) => ({ id })));
    expect(foreign.data.nodes).toEqual(ids.map(() => null));
    expect(colleague).toEqual({ data: { integration: null }, errors: [] });
  });

  test("filters by another's integration to nothing", async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db, { tenantId: 'globex' });
    await addSyncLog(api.db, await addSync(api.db, { integrationId: id }));

    const { data } = await api.askAs(ada, `{ syncLogs(filter: { integrationId: "${id}" }) { nodes { id } } }`);

    expect(data.syncLogs.nodes).toEqual([]);
  });

  test('keeps alerts from users, also those about what is theirs', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    const { id } = await addAlert(api.db, { integrationId });
    const globexAdmin: Viewer = { ...eve, role: 'ADMIN' };

    const seen = await Promise.all(
      [ada, bob, eve, globexAdmin, acmeAdmin, operator].map(
        async (viewer) => (await api.askAs(viewer, NODES, { ids: [id] })).data.nodes[0],
      ),
    );

    expect(seen).toEqual([null, null, null, null, { id }, { id }]);
  });

  test.each([
    ['webhookEvents', '{ webhookEvents { totalCount nodes { id } } }', [acmeAdmin, operator], [ada]],
    ['alerts', '{ alerts { totalCount nodes { id } } }', [acmeAdmin, operator], [ada]],
    ['scheduledJobs', '{ scheduledJobs { name } }', [operator], [ada, acmeAdmin]],
  ])('lets only those see %s who run things', async (field, document, allowed, refused) => {
    await using api = await openApi(database);

    const answers = await Promise.all(allowed.map((viewer) => api.askAs(viewer, document)));
    const refusals = await Promise.all(refused.map((viewer) => api.askAs(viewer, document)));

    for (const { data, errors } of answers) {
      expect(errors).toEqual([]);
      expect(data[field].totalCount ?? 0).toBe(0);
    }
    for (const { errors } of refusals) expect(errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test.each([
    ['replayWebhookEvent', 'webhookEventId', 'whe_00000000000000000000000000'],
    ['acknowledgeAlert', 'alertId', 'alrt_00000000000000000000000000'],
  ])('answers %s with not found, and who may not with forbidden', async (mutation, field, id) => {
    await using api = await openApi(database);
    const document = `mutation { ${mutation}(input: { ${field}: "${id}" }) { userErrors { code field } } }`;

    const refusal = await api.askAs(ada, document);
    const answer = await api.askAs(operator, document);

    expect(refusal.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(answer.data[mutation].userErrors).toEqual([{ code: 'NOT_FOUND', field: ['input', field] }]);
  });
});
