import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp, type App } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { providers } from '../../src/providers/index.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { OPERATOR_KEY } from '../processes.js';

/** What one first run of a model did to the memory of the hub that ran it. */
export interface Synced {
  records: number;
  tookMs: number;
  /** Resident memory in bytes: when the hub stood ready, and at its highest since. */
  before: number;
  highest: number;
}

/**
 * `sync-once.js <model> <database address> <address of the provider's API>`: a hub in a process of its own links an
 * account, syncs that model once, and prints what it measured as JSON.
 */
const [model = '', databaseUrl = '', apiUrl = ''] = process.argv.slice(2);
const definition = withModelAlone(model);
const app = await openHub();
await app.features.providers.configure({ providerId: definition.id, endpoints: { apiUrl } });
const before = process.memoryUsage.rss();
const began = performance.now();
await connect();
const records = await untilSynced();
const tookMs = performance.now() - began;
// In kilobytes, and since the process began.
const highest = process.resourceUsage().maxRSS * 1024;
await app.close();
console.log(JSON.stringify({ records, tookMs, before, highest } satisfies Synced));
// Connections that are kept for the next call would hold the process a while.
process.exit(0);

/** As it is, but linked by a key, not held to the provider's limits, and with nothing beside the model. */
function withModelAlone(name: string): ProviderDefinition {
  const provider = providers.find(({ models }) => models.some((one) => one.name === name));
  if (provider === undefined) throw new Error(`There is no model ${name}.`);
  return {
    ...provider,
    auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }) }],
    limits: { integration: { requests: 1_000_000, perMs: 1_000 } },
    identify: () => Promise.resolve({ externalId: 'account', label: 'Account' }),
    models: provider.models.filter((one) => one.name === name).map((one) => ({ ...one, reading: alone(one.reading) })),
    actions: [],
    webhook: undefined,
  };
}

/** Its list, without what leads to other models. */
function alone(reading: ProviderDefinition['models'][number]['reading']) {
  return reading && { ...reading, references: {} };
}

async function openHub(): Promise<App> {
  const env = {
    NODE_ENV: 'production',
    HUB_PUBLIC_URL: 'http://127.0.0.1:4000',
    HUB_OPERATOR_KEY: OPERATOR_KEY,
    HUB_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    HUB_ALLOW_PRIVATE_ENDPOINTS: '1',
    DATABASE_URL: databaseUrl,
  };
  const config = { ...readConfig(env, [definition.id]), operatorKey: OPERATOR_KEY, isOperatorKeyOurs: false };
  const opened = await createApp(config, {
    logger: createLogger({ level: 'silent' }),
    definitions: [definition],
  });
  await opened.start();
  return opened;
}

async function connect(): Promise<void> {
  const query = `mutation {
    connectWithApiKey(input: { providerId: "${definition.id}", apiKey: "a-key" }) { userErrors { message } }
  }`;
  const answer = await app.fastify.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    payload: { query },
  });
  if (!answer.body.includes('"userErrors":[]')) throw new Error(`The account was not linked: ${answer.body}`);
}

async function untilSynced(): Promise<number> {
  for (;;) {
    const [run] = await app.database.db.selectFrom('sync_log').selectAll().execute();
    if (run?.state === 'SUCCEEDED') return run.added;
    if (run?.state === 'FAILED' || run?.state === 'PAUSED') throw new Error(`The run is ${run.state}: ${run.problem}`);
    await delay(100);
  }
}
