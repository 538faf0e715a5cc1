import { z } from 'zod';
import { OutgoingHttp } from '../../../src/platform/http/outgoing-http.js';
import { defineAction, defineModel, defineProvider, type Fetch } from '../../../src/providers/provider.js';
import type { TestDatabase } from '../../kit/databases.js';
import { lastRun } from '../../kit/connect-calendar.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import { Thing } from '../../kit/test-providers.js';
import type { Method } from './fault-matrix.js';
import { json, startProvider } from './provider-server.js';

interface FaultyApi {
  fetch: Fetch;
  url: string;
}

const things = z.object({ things: z.array(z.unknown()) });
const KEY = 'one-key-for-one-effect';

/** The whole hub before a provider of which the test says by which method it is called, with a clock that waits move. */
export async function openFaultHub(database: TestDatabase) {
  const stage = { now: Date.UTC(2026, 10, 24, 12), method: 'GET' as Method, movedAt: 0 };
  const call = async ({ fetch, url }: FaultyApi, signal: AbortSignal) => {
    const headers = {
      'content-type': 'application/json',
      ...(stage.method === 'POST with key' && { 'idempotency-key': KEY }),
    };
    const write = { method: 'POST', body: '{}', headers };
    const response = await fetch(`${url}things`, stage.method === 'GET' ? { signal } : { ...write, signal });
    return things.parse(await response.json());
  };
  const faulty = defineProvider<FaultyApi>({
    id: 'faulty',
    name: 'Faulty',
    category: 'test',
    docsUrl: 'https://faulty.example',
    endpoints: {
      authorizationUrl: 'https://faulty.example/authorize',
      tokenUrl: 'https://faulty.example/token',
      apiUrl: 'https://faulty.example/',
    },
    auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ 'x-api-key': apiKey }) }],
    limits: { integration: { requests: 10_000, perMs: 1_000 } },
    sending: { wholeMs: 250, maxAnswerBytes: 2 * 1024 * 1024 },
    idempotencyHeader: 'idempotency-key',
    createApi: ({ fetch, apiUrl }) => ({ fetch, url: apiUrl }),
    identify: () => Promise.resolve({ externalId: 'account', label: 'Account' }),
    models: [
      defineModel<FaultyApi, { id: string }, string, string>({
        name: 'Thing',
        record: z.looseObject({ id: z.string() }),
        cursor: z.string(),
        checkpoint: z.string(),
        type: Thing,
        idOf: ({ id }) => id,
        supportsIncremental: false,
        supportsRealtime: false,
        schedule: { full: '1 week', incremental: null },
        async *pages({ api, signal }) {
          const page = await call(api, signal);
          yield { records: page.things, checkpoint: null };
        },
      }),
    ],
    actions: [
      defineAction<FaultyApi, object, object>({
        name: 'do',
        description: 'Does it.',
        input: z.object({}),
        output: things,
        run: ({ api, signal }) => call(api, signal),
      }),
    ],
  });
  const http = new OutgoingHttp({ allowPrivate: false, isPrivate: (address) => address !== '127.0.0.1' });
  const hub = await openHubHere(database, {
    definitions: [faulty],
    http,
    clock: () => stage.now,
    timing: {
      random: () => 0.5,
      async wait(ms, signal) {
        signal.throwIfAborted();
        stage.now += ms;
        await new Promise(setImmediate);
      },
    },
  });
  const { db } = hub.app.database;
  const moveTo = async (apiUrl: string) => {
    await hub.app.features.providers.configure({ providerId: 'faulty', endpoints: { apiUrl } });
    // The catalog remembers for a moment what it read.
    stage.now += 60_000;
    stage.movedAt = stage.now;
  };
  await using good = await startProvider();
  good.behaviour.api = (_, response) => json(response, 200, { things: [] });
  await moveTo(good.url);
  const { connectWithApiKey } = await hub.get<{ connectWithApiKey: { integration: { id: string } } }>(
    `mutation { connectWithApiKey(input: { providerId: "faulty", apiKey: "key" }) { integration { id } } }`,
  );
  const integrationId = connectWithApiKey.integration.id;
  await lastRun(hub, integrationId);
  await switchScheduleOff(hub, integrationId);
  const act = `mutation ($input: RunActionInput!) {
    runAction(input: $input) { output userErrors { code message retryable retryAt } }
  }`;
  const runAction = async (idempotencyKey: string | null) => {
    const input = { integrationId, action: 'do', input: {}, idempotencyKey };
    return (await hub.get<{ runAction: { output: unknown; userErrors: UserError[] } }>(act, { input })).runAction;
  };
  const readCalls = () =>
    db
      .selectFrom('api_call')
      .select(['statusCode', 'error', 'attempt'])
      .where('at', '>=', stage.movedAt)
      .orderBy('attempt')
      .execute();
  const calls = async (count: number) => {
    await eventually(async () => (await readCalls()).length >= count, `${count} calls to be logged`);
    return readCalls();
  };

  return {
    hub,
    stage,
    /** Where the provider is from now on. What was called before is forgotten. */
    /** The provider is there from now on, after an hour and a call that went well: nothing of before counts any more. */
    async moveTo(apiUrl: string) {
      await using recovered = await startProvider();
      recovered.behaviour.api = (_, response) => json(response, 200, { things: [] });
      stage.now += 3_600_000;
      await moveTo(recovered.url);
      await runAction(null);
      await moveTo(apiUrl);
    },
    runAction,
    /** Starts a run, gives it once it rests, and leaves nothing of it under way. */
    async sync(): Promise<Run> {
      const { triggerSync } = await hub.get<{ triggerSync: { syncLogs: { id: string }[] } }>(
        `mutation ($input: TriggerSyncInput!) { triggerSync(input: $input) { syncLogs { id } } }`,
        { input: { integrationId, kind: 'FULL' } },
      );
      const id = triggerSync.syncLogs[0]?.id;
      let run: Run | null = null;
      await eventually(async () => {
        ({ node: run } = await hub.get<{ node: Run }>(
          `query ($id: ID!) { node(id: $id) { ... on SyncLog { state retries problem { code message retryable retryAt } } } }`,
          { id },
        ));
        return run.state !== 'QUEUED' && run.state !== 'RUNNING';
      }, 'the run to rest');
      await hub.get(`mutation ($id: ID!) { cancelSync(input: { syncLogId: $id }) { userErrors { code } } }`, { id });
      return run as unknown as Run;
    },
    /** The rows of the call log since the last move, once there are so many. */
    calls,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await http.close();
    },
  };
}

/** The clock leaps: what falls due meanwhile would come between. */
async function switchScheduleOff(hub: HubHere, id: string): Promise<void> {
  const { integration } = await hub.get<{ integration: { syncs: { id: string }[] } }>(
    `query ($id: ID!) { integration(id: $id) { syncs { id } } }`,
    { id },
  );
  for (const { id: syncId } of integration.syncs) {
    await hub.get(
      `mutation ($id: ID!) { updateSync(input: { syncId: $id, enabled: false }) { userErrors { code } } }`,
      {
        id: syncId,
      },
    );
  }
}

export interface UserError {
  code: string;
  message: string;
  retryable: boolean;
  retryAt: string | null;
}

export interface Run {
  state: string;
  retries: number;
  problem: UserError | null;
}

export const IDEMPOTENCY_KEY = KEY;
