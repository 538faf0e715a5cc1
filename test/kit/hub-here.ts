import { randomBytes } from 'node:crypto';
import { createApp, type App, type AppOverrides } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import type { TestDatabase } from './databases.js';
import { freePort } from './hub-process.js';

export const OPERATOR_KEY = 'operator-key-of-the-tests-only';

/** The whole hub in this process, listening, with a clock that the test can set ahead. */
export interface HubHere extends AsyncDisposable {
  readonly app: App;
  readonly url: string;
  /** Its environment, for another process beside it. */
  readonly env: Readonly<Record<string, string>>;
  /** The hub's time, epoch milliseconds. */
  now(): number;
  advance(byMs: number): void;
  /** One query or mutation by the operator that must not fail. */
  get<Data>(
    query: string,
    variables?: Record<string, unknown>,
    asking?: { cookies?: { keep(response: Response): Response } },
  ): Promise<Data>;
}

/**
 * @param overrides what the test puts in place of the real.
 * @param more of the environment.
 */
export async function openHubHere(
  database: TestDatabase,
  overrides: AppOverrides = {},
  more: Record<string, string> = {},
): Promise<HubHere> {
  const place = await database.create();
  const port = await freePort();
  const env = {
    NODE_ENV: 'test',
    PORT: String(port),
    DATABASE_URL: place.url,
    HUB_PUBLIC_URL: `http://127.0.0.1:${port}`,
    HUB_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    ...more,
  };
  let aheadMs = 0;
  const clock = () => Date.now() + aheadMs;
  const providerIds = (overrides.definitions ?? []).map(({ id }) => id);
  const config = { ...readConfig(env, providerIds), operatorKey: OPERATOR_KEY, isOperatorKeyOurs: false };
  const app = await createApp(config, { logger: createLogger({ level: 'silent' }), clock, ...overrides });
  await app.fastify.listen({ port, host: '127.0.0.1' });
  await app.start();

  return {
    app,
    url: config.publicUrl,
    env,
    now: clock,
    advance: (byMs) => void (aheadMs += byMs),
    async get<Data>(
      query: string,
      variables: Record<string, unknown> = {},
      { cookies }: { cookies?: { keep(response: Response): Response } } = {},
    ) {
      const response = await fetch(`${config.publicUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR_KEY}` },
        body: JSON.stringify({ query, variables }),
      });
      cookies?.keep(response);
      const { data, errors } = (await response.json()) as { data: Data; errors?: object[] };
      if (errors !== undefined) throw new Error(`GraphQL failed: ${JSON.stringify(errors)}`);
      return data;
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
