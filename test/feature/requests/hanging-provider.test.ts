import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineModel, defineProvider, type Fetch } from '../../../src/providers/provider.js';
import { lastRun } from '../../kit/connect-calendar.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import { Thing } from '../../kit/test-providers.js';
import { json, startProvider } from './provider-server.js';

/** More than run at a time. */
const HANGING = 15;

describeEachDatabase((database) => {
  test('a provider that hangs holds up nobody else’s syncs', async () => {
    await using sick = await startProvider();
    await using well = await startProvider();
    sick.behaviour.api = () => undefined;
    well.behaviour.api = (_, response) => json(response, 200, { things: [{ id: '1' }] });
    await using hub = await openHubHere(database, { definitions: [providerAt('sick'), providerAt('well')] });
    const { providers } = hub.app.features;
    await providers.configure({ providerId: 'sick', endpoints: { apiUrl: sick.url } });
    await providers.configure({ providerId: 'well', endpoints: { apiUrl: well.url } });
    for (let n = 0; n < HANGING; n += 1) await connect(hub, 'sick', n);
    await eventually(() => Promise.resolve(sick.calls.length >= 10), 'the first ten to hang');

    const id = await connect(hub, 'well', 0);
    const run = await lastRun(hub, id);

    expect(run).toMatchObject({ state: 'SUCCEEDED', added: 1 });
    expect(sick.calls).toHaveLength(10);
  });
});

function providerAt(id: 'sick' | 'well') {
  let accounts = 0;
  return defineProvider<{ fetch: Fetch; url: string }>({
    id,
    name: id,
    category: 'test',
    docsUrl: `https://${id}.example`,
    endpoints: {
      authorizationUrl: `https://${id}.example/authorize`,
      tokenUrl: `https://${id}.example/token`,
      apiUrl: `https://${id}.example/`,
    },
    auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ 'x-api-key': apiKey }) }],
    limits: { integration: { requests: 10_000, perMs: 1_000 } },
    createApi: ({ fetch, apiUrl }) => ({ fetch, url: apiUrl }),
    identify: () => Promise.resolve({ externalId: `${(accounts += 1)}`, label: 'Account' }),
    models: [
      defineModel<{ fetch: Fetch; url: string }, { id: string }, string, string>({
        name: id === 'sick' ? 'SickThing' : 'Thing',
        record: z.looseObject({ id: z.string() }),
        cursor: z.string(),
        checkpoint: z.string(),
        type: Thing,
        idOf: (thing) => thing.id,
        supportsIncremental: false,
        supportsRealtime: false,
        schedule: { full: '1 week', incremental: null },
        async *pages({ api, signal }) {
          const answer = await api.fetch(`${api.url}things`, { signal });
          yield {
            ...z
              .object({ things: z.array(z.unknown()) })
              .transform(({ things }) => ({ records: things }))
              .parse(await answer.json()),
            checkpoint: null,
          };
        },
      }),
    ],
    actions: [],
  });
}

async function connect(hub: HubHere, providerId: string, n: number): Promise<string> {
  const { connectWithApiKey } = await hub.get<{ connectWithApiKey: { integration: { id: string } } }>(
    `mutation ($input: ConnectWithApiKeyInput!) { connectWithApiKey(input: $input) { integration { id } } }`,
    { input: { providerId, apiKey: `key-${n}` } },
  );
  return connectWithApiKey.integration.id;
}
