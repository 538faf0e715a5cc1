// Each model through the whole hub, before the server of its provider in test/kit/model-stages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providers } from '../../../src/providers/index.js';
import type { ModelDefinition, ProviderDefinition } from '../../../src/providers/provider.js';
import { BreakingProxy, type WrongAnswer } from '../../kit/breaking-proxy.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { openHubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import { modelStages } from '../../kit/model-stages/index.js';

const CONNECT = `mutation ($input: ConnectWithApiKeyInput!) {
  connectWithApiKey(input: $input) { integration { id } userErrors { message } }
}`;
const TRIGGER = `mutation ($input: TriggerSyncInput!) { triggerSync(input: $input) { syncLogs { id } } }`;
const FIRST_RUN = `query ($id: ID!) { integration(id: $id) { syncLogs { nodes { id } } } }`;
const RUN = `query ($id: ID!) {
  node(id: $id) { ... on SyncLog { kind state pages added updated deleted problem { code message } } }
}`;

/** Answers that are no page, and words of the problem that they are. */
const WRONG: [WrongAnswer, RegExp][] = [
  [{ contentType: 'text/html', body: '<!doctype html><title>Back soon</title>' }, /web page/],
  [{ contentType: 'application/json', body: '{"ok":true}' }, /in a form that the hub does not know/],
];

interface Run {
  kind: string;
  state: string;
  pages: number;
  added: number;
  updated: number;
  deleted: number;
  problem: { code: string; message: string } | null;
}

const MODELS = providers.flatMap((provider) => provider.models.map((model) => [model.name, provider, model] as const));

test('every model of every provider has a server here', () => {
  expect(Object.keys(modelStages).toSorted()).toEqual(MODELS.map(([name]) => name).toSorted());
});

describeEachDatabase((database) => {
  describe.each(MODELS)('%s', (_name, provider, model) => {
    let on: Awaited<ReturnType<typeof open>>;

    beforeAll(async () => {
      on = await open(database, provider, model);
    });

    afterAll(() => on?.[Symbol.asyncDispose]());

    test('comes whole with the first run, each object once', async () => {
      const run = await on.firstRun();

      expect(run).toMatchObject({ kind: 'FULL', state: 'SUCCEEDED', problem: null, updated: 0, deleted: 0 });
      expect(run.added).toBe(on.stage.ids().length);
      expect(run.pages).toBeGreaterThan(1);
      expect(await on.liveIds()).toEqual(on.stage.ids().toSorted());
    });

    test('follows what is added, changed and removed', async () => {
      const { stage } = on;
      stage.add();
      stage.change();
      stage.remove?.();

      const [incremental, full] = [await on.run('INCREMENTAL'), await on.run('FULL')];

      const removed = stage.remove === undefined ? 0 : 1;
      const [atOnce, later] = stage.removedBy === 'INCREMENTAL' ? [removed, 0] : [0, removed];
      const found = { kind: 'INCREMENTAL', state: 'SUCCEEDED', added: 1, updated: 1, deleted: atOnce };
      expect(incremental).toMatchObject(found);
      expect(full).toMatchObject({ kind: 'FULL', state: 'SUCCEEDED', added: 0, updated: 0, deleted: later });
      expect(await on.liveIds()).toEqual(stage.ids().toSorted());
    });

    test('loses nothing to a page that is none, says so in words, and is whole again with the next run', async () => {
      const before = await on.liveIds();

      for (const [answer, words] of on.stage.hasUnnamedPages ? WRONG.slice(0, 1) : WRONG) {
        on.proxy.breakSecondOf(on.stage.pagePath, answer);
        const run = await on.run('FULL');

        expect(run).toMatchObject({ state: 'FAILED', deleted: 0, problem: { code: 'PROVIDER_CONTRACT_BROKEN' } });
        expect(run.problem?.message).toMatch(words);
        expect(await on.liveIds()).toEqual(before);
      }
      on.proxy.mend();
      const mended = await on.run('FULL');

      expect(mended).toMatchObject({ state: 'SUCCEEDED', added: 0, deleted: 0, problem: null });
      expect(await on.liveIds()).toEqual(on.stage.ids().toSorted());
    });
  });
});

/** A hub with one account, and of its provider this model alone. */
async function open(database: TestDatabase, provider: ProviderDefinition, model: ModelDefinition) {
  const stage = await modelStages[model.name]!();
  const proxy = await BreakingProxy.start(stage.apiUrl);
  const hub = await openHubHere(database, { definitions: [alone(provider, model)] });
  await hub.app.features.providers.configure({ providerId: provider.id, endpoints: { apiUrl: proxy.url } });
  const { connectWithApiKey } = await hub.get<{ connectWithApiKey: { integration: { id: string } } }>(CONNECT, {
    input: { providerId: provider.id, apiKey: stage.apiKey },
  });
  const { id: integrationId } = connectWithApiKey.integration;

  const runOf = async (syncLogId: string): Promise<Run> => {
    const read = async () => (await hub.get<{ node: Run }>(RUN, { id: syncLogId })).node;
    await eventually(async () => !['QUEUED', 'RUNNING'].includes((await read()).state), 'the run to rest');
    return read();
  };
  return {
    stage,
    proxy,
    async firstRun(): Promise<Run> {
      const { integration } = await hub.get<{ integration: { syncLogs: { nodes: { id: string }[] } } }>(FIRST_RUN, {
        id: integrationId,
      });
      return runOf(integration.syncLogs.nodes.at(-1)!.id);
    },
    async run(kind: 'FULL' | 'INCREMENTAL'): Promise<Run> {
      const { triggerSync } = await hub.get<{ triggerSync: { syncLogs: { id: string }[] } }>(TRIGGER, {
        input: { integrationId, kind },
      });
      return runOf(triggerSync.syncLogs[0]!.id);
    },
    async liveIds(): Promise<string[]> {
      const records = hub.app.database.db.selectFrom('record').select('externalId').where('deletedAt', 'is', null);
      return (await records.execute()).map(({ externalId }) => externalId).toSorted();
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
    },
  };
}

/** Linked by a key, which spares the consent, polled only, and as fast as it goes. */
function alone(provider: ProviderDefinition, model: ModelDefinition): ProviderDefinition {
  return {
    ...provider,
    auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }) }],
    limits: { integration: { requests: 10_000, perMs: 1_000 } },
    identify: () => Promise.resolve({ externalId: 'account', label: 'Account' }),
    // Its list may lead to other models.
    models: [{ ...model, reading: undefined }],
    actions: [],
    webhook: undefined,
  };
}
