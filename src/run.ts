import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createApp, type App } from './app.js';
import { ConfigError, readOwnConfig } from './config.js';
import { catalogue, providers } from './providers/index.js';
import { completeSecrets, type CompleteConfig } from './secrets.js';
import { describeStart } from './start-banner.js';

const LONGEST_STOP_MS = 15_000;

/** The process of the hub, from its environment to its end. What keeps it from starting is said plainly. */
export async function run(): Promise<void> {
  try {
    const providerIds = [...providers, ...catalogue].map(({ id }) => id);
    const config = await completeSecrets(readOwnConfig(providerIds));
    const app = await createApp(config);
    stopOnSignal(app);
    await listen(app, config);
    await app.start();
    if (!config.isProduction) process.stdout.write(describeStart(config, app.hints));
  } catch (error) {
    fail(error);
  }
}

async function listen({ fastify, close }: App, { host, port }: CompleteConfig): Promise<void> {
  try {
    await fastify.listen({ host, port });
  } catch (error) {
    await close();
    throw error;
  }
}

/** Once: a second signal ends the process at once, as does a stop that takes too long. */
function stopOnSignal(app: App): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & Partial<AddressInfo>;
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or start the hub with PORT=<another>.`;
  if (code === 'EACCES' && port !== undefined)
    return `This user may not listen on port ${port}. Start the hub with PORT=<1024 or above>.`;
  return error.stack ?? error.message;
}
