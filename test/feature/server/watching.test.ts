import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { DestinationStream } from 'pino';
import { expect, test } from 'vitest';
import { createApp, type App } from '../../../src/app.js';
import { readConfig } from '../../../src/config.js';
import { createLogger } from '../../../src/platform/logging/logger.js';
import { freePort } from '../../kit/hub-process.js';
import { hasRedis, REDIS_URL } from '../../kit/redis.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';

const OPERATOR_KEY = 'operator-key-of-the-tests-only';

async function openApp(
  database: TestDatabase,
  env: Record<string, string> = {},
  log?: DestinationStream,
): Promise<App & AsyncDisposable> {
  const place = await database.create();
  const config = readConfig(
    {
      NODE_ENV: 'test',
      DATABASE_URL: place.url,
      HUB_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
      ...env,
    },
    [],
  );
  const app = await createApp(
    { ...config, operatorKey: OPERATOR_KEY, isOperatorKeyOurs: false },
    { logger: createLogger({ level: log === undefined ? 'silent' : 'info', destination: log }) },
  );
  return {
    ...app,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

describeEachDatabase((database) => {
  test('is alive at once, and ready when jobs have started', async () => {
    await using app = await openApp(database);

    const alive = await app.fastify.inject('/healthz');
    const before = await app.fastify.inject('/readyz');
    await app.start();
    const after = await app.fastify.inject('/readyz');

    expect(alive.statusCode).toBe(200);
    expect([before.statusCode, before.json()]).toEqual([503, { ready: false, missing: ['Jobs have not started.'] }]);
    expect([after.statusCode, after.json()]).toEqual([200, { ready: true, missing: [] }]);
  });

  test('says that its database is gone', async () => {
    await using app = await openApp(database);
    await app.start();
    await app.features.stop();

    await app.database.close();
    const answer = await app.fastify.inject('/readyz');

    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { ready: false, missing: ['The database does not answer.'] },
    ]);
  });

  test('says which migrations its database lacks', async () => {
    await using app = await openApp(database);
    await app.start();
    const last = 'Migration20261126150000';
    await sql`delete from mikro_orm_migrations where name = ${last}`.execute(app.database.db);

    const answer = await app.fastify.inject('/readyz');

    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { ready: false, missing: [`The database lacks migrations: ${last}. Restart the hub.`] },
    ]);
  });

  test.runIf(hasRedis)('says that Redis is away, and only then', async () => {
    await using app = await openApp(database, { REDIS_URL });
    await using cutOff = await openApp(database, { REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    await Promise.all([app.start(), cutOff.start()]);

    const ready = async ({ fastify }: App) => (await fastify.inject('/readyz')).json<unknown>();

    // Its connection may still be on its way.
    await expect.poll(() => ready(app)).toEqual({ ready: true, missing: [] });
    expect(await ready(cutOff)).toEqual({ ready: false, missing: ['Redis does not answer.'] });
  });

  test('names each request to whoever sent it', async () => {
    await using app = await openApp(database);

    const named = await app.fastify.inject({ url: '/healthz', headers: { 'x-request-id': 'proxy-7' } });
    const odd = await app.fastify.inject({ url: '/healthz', headers: { 'x-request-id': 'a b<c>' } });

    expect(named.headers['x-request-id']).toBe('proxy-7');
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('every line of the log about a request has its id, also deep inside', async () => {
    const lines: string[] = [];
    await using app = await openApp(database, {}, { write: (line) => lines.push(line) });
    await app.database.close();

    await app.fastify.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'x-request-id': 'proxy-8' },
      payload: { query: '{ integrations { totalCount } }' },
    });

    const about = lines.map((line) => JSON.parse(line) as object).filter((line) => 'errorId' in line);
    expect(about).toMatchObject([{ requestId: 'proxy-8', msg: 'unexpected error' }]);
  });

  test('counts operations for the operator and nobody else', async () => {
    await using app = await openApp(database);
    const authorization = `Bearer ${OPERATOR_KEY}`;
    const payload = { query: 'query Me { viewer { role } }' };
    await app.fastify.inject({ method: 'POST', url: '/graphql', headers: { authorization }, payload });

    const stranger = await app.fastify.inject('/metrics');
    const user = await app.fastify.inject({ url: '/metrics', headers: { authorization, 'x-hub-user': 'ada' } });
    const operator = await app.fastify.inject({ url: '/metrics', headers: { authorization } });

    expect([stranger.statusCode, user.statusCode]).toEqual([401, 401]);
    expect(operator.headers['content-type']).toMatch('text/plain');
    expect(operator.body).toContain(
      'hub_graphql_operations_total{operation="Me",type="query",transport="http",outcome="ok"} 1',
    );
  });

  test('binds the browser that begins to connect an account', async () => {
    await using app = await openApp(database, { HUB_PUBLIC_URL: 'https://hub.test' });
    const query = `mutation { startOAuth(input: { providerId: "google-calendar" }) { authorizationUrl userErrors { code } } }`;
    const headers = { authorization: `Bearer ${OPERATOR_KEY}` };
    const configure = `mutation { configureProvider(input: { providerId: "google-calendar", clientId: "a", clientSecret: "b" }) { userErrors { message } } }`;
    await app.fastify.inject({ method: 'POST', url: '/graphql', headers, payload: { query: configure } });

    const plain = await app.fastify.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
    const streamed = await app.fastify.inject({
      method: 'POST',
      url: '/graphql',
      headers: { ...headers, accept: 'text/event-stream' },
      payload: { query },
    });

    // Browsers take a cookie of this name only if it is Secure, for the whole host and no subdomain.
    const cookie = {
      name: '__Host-hub_browser',
      value: expect.stringMatching(/^[\w-]{43}$/),
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      maxAge: 3600,
    };
    expect(plain.json()).toMatchObject({ data: { startOAuth: { userErrors: [] } } });
    expect(plain.cookies).toEqual([cookie]);
    expect(streamed.cookies).toEqual([cookie]);
  });

  test.runIf(database.engine === 'postgresql')('as a worker serves its watchers, and no callers', async () => {
    await using app = await openApp(database, { HUB_ROLE: 'worker' });

    const [alive, graphql] = await Promise.all([app.fastify.inject('/healthz'), app.fastify.inject('/graphql')]);

    expect([alive.statusCode, graphql.statusCode]).toEqual([200, 404]);
  });
});
