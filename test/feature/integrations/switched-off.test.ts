import { expect, test } from 'vitest';
import { ada, openApi, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addSync } from '../../kit/rows.js';

const TRIGGER = `mutation ($id: ID!) {
  triggerSync(input: { integrationId: $id }) { syncLogs { id } userErrors { code message field } }
}`;

describeEachDatabase((database) => {
  test('starts no sync by hand while the provider is switched off, and says whom to ask', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addSync(api.db, { integrationId: id });
    await switchOff(api);

    const { data } = await api.askAs(ada, TRIGGER, { id });

    expect(data.triggerSync).toEqual({
      syncLogs: [],
      userErrors: [
        {
          code: 'CONFLICT',
          message: 'Things is switched off in this hub. Ask whoever runs it to switch it on.',
          field: ['input', 'integrationId'],
        },
      ],
    });
  });
});

async function switchOff({ db }: Api): Promise<void> {
  await db.insertInto('provider_config').values({ providerId: 'things', disabledAt: 1, updatedAt: 1 }).execute();
}
