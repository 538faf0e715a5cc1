import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addSync } from '../../kit/rows.js';
import { openSyncStage, pagesOf, things } from '../../kit/sync-stage.js';

describeEachDatabase((database) => {
  test('accounts that are connected have a model that is new from the next start on, with a full run at once', async () => {
    await using hub = await openSyncStage(database);
    hub.stage.script = pagesOf([things(2)]);
    await addSync(hub.db, { integrationId: hub.integrationId, model: 'FormerThing' });

    await hub.syncs.start();
    await hub.syncs.start();
    const syncs = await hub.db.selectFrom('sync').selectAll().where('model', '=', 'Thing').execute();
    const [run] = await hub.db.selectFrom('sync_log').selectAll().where('model', '=', 'Thing').execute();
    await hub.run(run?.id as string);

    expect(syncs).toMatchObject([{ integrationId: hub.integrationId, disabledAt: null }]);
    expect(await hub.log(run?.id as string)).toMatchObject({ kind: 'FULL', state: 'SUCCEEDED', added: 2 });
  });

  test('accounts that are not connected get none', async () => {
    await using hub = await openSyncStage(database);
    const refused = await addIntegration(hub.db, { state: 'REAUTHORIZATION_REQUIRED', userId: 'bob' });
    await addSync(hub.db, { integrationId: refused.id, model: 'FormerThing' });

    await hub.syncs.start();

    const syncs = await hub.db.selectFrom('sync').select('model').where('integrationId', '=', refused.id).execute();
    expect(syncs).toEqual([{ model: 'FormerThing' }]);
  });
});
