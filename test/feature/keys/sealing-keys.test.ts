import { expect, test } from 'vitest';
import { toJson } from '../../../src/platform/database/json-text.js';
import { Sealer } from '../../../src/platform/sealing/sealer.js';
import { acmeAdmin, operator, openApi, twoKeys } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, addOutboundEndpoint, addWebhookEvent } from '../../kit/rows.js';

const KEYS = `{ sealingKeys { id seals values kinds { kind values } } }`;
const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;

const old = new Sealer([{ id: 'old', key: new Uint8Array(32).fill(1) }]);
const lost = new Sealer([{ id: 'older', key: new Uint8Array(32).fill(2) }]);

describeEachDatabase((database) => {
  test('says how much each key sealed, and what no key opens', async () => {
    await using api = await openApi(database);
    await addIntegration(api.db, { sealedCredentials: await twoKeys.seal('a', 'secret') });
    await addIntegration(api.db, { sealedCredentials: await old.seal('b', 'secret') });
    await addIntegration(api.db, { sealedCredentials: null });
    await addWebhookEvent(api.db, [], { sealedPayload: await old.seal('c', 'secret') });
    await addOutboundEndpoint(api.db, {
      sealedAddress: await old.seal('d', 'secret'),
      sealedSecret: await old.seal('e', 'secret'),
      sealedOldSecret: await lost.seal('f', 'secret'),
      eventTypes: toJson([]),
    });

    const { data, errors } = await api.askAs(operator, KEYS);

    expect(errors).toEqual([]);
    expect(data.sealingKeys).toEqual([
      { id: 'test', seals: true, values: 1, kinds: [{ kind: 'ACCOUNT_CREDENTIALS', values: 1 }] },
      {
        id: 'old',
        seals: false,
        values: 4,
        kinds: [
          { kind: 'ACCOUNT_CREDENTIALS', values: 1 },
          { kind: 'ENDPOINT_SECRET', values: 2 },
          { kind: 'WEBHOOK_PAYLOAD', values: 1 },
        ],
      },
      { id: null, seals: false, values: 1, kinds: [{ kind: 'ENDPOINT_SECRET', values: 1 }] },
    ]);
  });

  test('counts a value under the first key once it is stored again', async () => {
    await using api = await openApi(database);
    await api.db
      .insertInto('provider_config')
      .values({
        providerId: 'things',
        clientId: 'client',
        sealedClientSecret: await old.seal('provider_config.sealed_client_secret:things', 'secret'),
        updatedAt: 1,
      })
      .execute();
    const valuesByKey = async () => {
      const { data } = await api.askAs(operator, KEYS);
      return data.sealingKeys.map(({ id, values }: { id: string; values: number }) => [id, values]);
    };
    const before = await valuesByKey();

    await api.askAs(operator, CONFIGURE, { input: { providerId: 'things', clientSecret: 'secret' } });

    expect(before).toEqual([
      ['test', 0],
      ['old', 1],
    ]);
    expect(await valuesByKey()).toEqual([
      ['test', 1],
      ['old', 0],
    ]);
  });

  test('counts each value once, however many portions they come in', async () => {
    await using api = await openApi(database);
    for (let count = 0; count < 5; count += 1) {
      const sealer = count % 2 === 0 ? twoKeys : old;
      await addWebhookEvent(api.db, [], { sealedPayload: await sealer.seal('a', 'secret') });
    }

    const { data } = await api.askAs(operator, KEYS);

    expect(data.sealingKeys).toMatchObject([
      { id: 'test', values: 3 },
      { id: 'old', values: 2 },
    ]);
  });

  test('is for operators', async () => {
    await using api = await openApi(database);

    expect((await api.askAs(acmeAdmin, KEYS)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});
