import 'reflect-metadata';
import type * as App from '../../src/app.js';
import type * as ConfigFile from '../../src/config.js';
import type * as LoggerFile from '../../src/platform/logging/logger.js';
import type * as AcmeFile from './acme-provider.js';

/** What the test says to this process. */
export type Order = { advanceMs: number } | { integrationId: string; calls: number };

/** How often which answer came to the calls of one order. */
export type Report = { outcomes: Record<string, number> };

// The built hub, run by Node itself: its addresses are computed, for they are there only once it is built.
const load = <Module>(path: string) => import(new URL(path, import.meta.url).href) as Promise<Module>;
const { createApp } = await load<typeof App>('../../dist/src/app.js');
const { readConfig } = await load<typeof ConfigFile>('../../dist/src/config.js');
const { createLogger } = await load<typeof LoggerFile>('../../dist/src/platform/logging/logger.js');
const { acme } = await load<typeof AcmeFile>('./acme-provider.ts');

const operatorKey = process.env.HUB_OPERATOR_KEY ?? '';
let aheadMs = 0;
const app = await createApp(
  { ...readConfig(process.env, []), operatorKey, isOperatorKeyOurs: false },
  { definitions: [acme], logger: createLogger({ level: 'silent' }), clock: () => Date.now() + aheadMs },
);

process.on('message', (order: Order) => void carryOut(order));
process.send?.('ready');

async function carryOut(order: Order): Promise<void> {
  if ('advanceMs' in order) {
    aheadMs += order.advanceMs;
    return;
  }
  const answers = await Promise.all(Array.from({ length: order.calls }, () => call(order.integrationId)));
  const outcomes: Report['outcomes'] = {};
  for (const answer of answers) outcomes[answer] = (outcomes[answer] ?? 0) + 1;
  process.send?.({ outcomes } satisfies Report);
}

const WHOAMI = `mutation ($input: RunActionInput!) { runAction(input: $input) { output userErrors { code } } }`;

async function call(integrationId: string): Promise<string> {
  const answer = await app.fastify.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    payload: { query: WHOAMI, variables: { input: { integrationId, action: 'whoami', input: {} } } },
  });
  const { data } = answer.json<{ data: { runAction: { userErrors: { code: string }[] } } }>();
  return data.runAction.userErrors[0]?.code ?? 'OK';
}
