import 'reflect-metadata';
import type * as App from '../../src/app.js';
import type * as ConfigFile from '../../src/config.js';
import type * as LoggerFile from '../../src/platform/logging/logger.js';
import type * as ProvidersFile from '../../src/providers/index.js';

// The built hub, run by Node itself: its addresses are computed, for they are there only once it is built.
const load = <Module>(path: string) => import(new URL(path, import.meta.url).href) as Promise<Module>;
const { createApp } = await load<typeof App>('../../dist/src/app.js');
const { readConfig } = await load<typeof ConfigFile>('../../dist/src/config.js');
const { createLogger } = await load<typeof LoggerFile>('../../dist/src/platform/logging/logger.js');
const { providers } = await load<typeof ProvidersFile>('../../dist/src/providers/index.js');

const { HUB_OPERATOR_KEY: operatorKey = '', CLOCK_AHEAD_MS } = process.env;
const config = readConfig(
  process.env,
  providers.map(({ id }) => id),
);
const app = await createApp(
  { ...config, operatorKey, isOperatorKeyOurs: false },
  { logger: createLogger({ level: 'silent' }), clock: () => Date.now() + Number(CLOCK_AHEAD_MS) },
);
await app.fastify.listen({ port: config.port, host: '127.0.0.1' });
await app.start();
process.send?.('ready');
