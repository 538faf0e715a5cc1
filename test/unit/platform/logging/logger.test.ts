import { expect, test } from 'vitest';
import { HubError } from '../../../../src/platform/errors/hub-error.js';
import { withLogContext } from '../../../../src/platform/logging/log-context.js';
import { createLogger } from '../../../../src/platform/logging/logger.js';

const SECRET = 'planted-5f3a';

function recorded() {
  const lines: string[] = [];
  const logger = createLogger({ level: 'trace', destination: { write: (line) => lines.push(line) } });
  return { logger, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, never> };
}

test.each([
  'authorization',
  'Authorization',
  'cookie',
  'set-cookie',
  'token',
  'access_token',
  'accessToken',
  'refresh_token',
  'id_token',
  'client_secret',
  'clientSecret',
  'webhookSecret',
  'apiKey',
  'api_key',
  'X-Api-Key',
  'apiSecret',
  'code',
  'code_verifier',
  'state',
  'password',
  'secret',
  'operatorKey',
  'credentials',
  'sealedTokens',
])('hides what stands under "%s", at the top and deep inside', (name) => {
  const { logger, text } = recorded();

  logger.info({ [name]: SECRET }, 'top');
  logger.info({ a: { b: [{ c: { [name]: SECRET } }] } }, 'deep');
  logger.info({ list: { [name]: [SECRET] } }, 'list');
  logger.info({ map: new Map([[name, SECRET]]) }, 'map');
  logger.child({ [name]: SECRET }).info('child');
  logger.info('argument %o', { [name]: SECRET });

  expect(text()).not.toContain(SECRET);
  expect(text()).toContain('child');
});

test.each([
  `Authorization: Bearer ${SECRET}`,
  `GET /oauth/callback/slack?code=${SECRET}&state=${SECRET}`,
  `https://x.test/token?access_token=${SECRET}`,
  `body {"refresh_token":"${SECRET}","expires_in":1}`,
  `grant_type=refresh_token&client_secret=${SECRET}`,
  `invalid key sk_live_${SECRET}`,
  `invalid token xoxb-${SECRET}`,
  `bad jwt eyJhbGciOiJub25lIn0.${SECRET}.x`,
])('hides the secret in the text "%s"', (message) => {
  const { logger, text } = recorded();

  logger.warn(message);
  logger.warn({ note: message }, 'a note');
  logger.error(new Error(message));
  logger.error({ cause: { err: new Error(message) } });
  logger.info('%s', message);

  expect(text()).not.toContain(SECRET);
});

test('keeps what an error says, and its causes', () => {
  const { logger, last } = recorded();
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });

  logger.error(
    { err: new HubError('PROVIDER_UNAVAILABLE', 'Slack does not answer.', { cause, status: 503 }) },
    'sync failed',
  );

  expect(last()).toMatchObject({
    level: 'error',
    msg: 'sync failed',
    err: {
      name: 'HubError',
      code: 'PROVIDER_UNAVAILABLE',
      status: 503,
      message: 'Slack does not answer.',
      stack: expect.stringContaining('logger.test.ts'),
      cause: { name: 'Error', code: 'ECONNREFUSED', message: expect.stringContaining('ECONNREFUSED') },
    },
  });
});

test('shows nothing of the request and the answer that an SDK hangs on its error', () => {
  const { logger, text, last } = recorded();
  const gaxios = Object.assign(new Error('Request failed with status code 401'), {
    name: 'GaxiosError',
    code: 401,
    status: 401,
    config: { url: `https://x.test/${SECRET}`, headers: { 'x-anything': SECRET }, data: SECRET },
    response: { data: { error: SECRET }, headers: { anything: SECRET }, request: { responseURL: SECRET } },
  });
  const slack = Object.assign(new Error('A request error occurred'), {
    code: 'slack_webapi_request_error',
    original: gaxios,
    data: { ok: false, needed: SECRET },
    headers: { anything: SECRET },
  });

  logger.error(slack);
  logger.error({ err: slack, deep: { error: gaxios } }, 'again');
  logger.error({ errors: new AggregateError([gaxios, slack], 'both') }, 'aggregate');

  expect(text()).not.toContain(SECRET);
  expect(last()).toMatchObject({ errors: { message: 'both', errors: [{ name: 'GaxiosError', code: 401 }, {}] } });
});

test('shows method and address of a request, none of its headers', () => {
  const { logger, text, last } = recorded();
  const request = { id: 'req-1', method: 'GET', url: `/cb?state=${SECRET}`, headers: { anything: SECRET }, socket: {} };

  logger.info({ req: request, res: { statusCode: 302, headers: { location: SECRET }, raw: {} } }, 'request completed');

  expect(text()).not.toContain(SECRET);
  expect(last()).toMatchObject({ req: { method: 'GET', url: '/cb?state=[redacted]' }, res: { statusCode: 302 } });
});

test('survives cycles, binary data and values that JSON does not know', () => {
  const { logger, last } = recorded();
  const loop: Record<string, unknown> = { name: 'loop', big: 12n, bytes: Buffer.from(SECRET), at: new Date(0) };
  loop.self = loop;

  logger.info({ loop }, 'round and round');

  expect(last()).toMatchObject({
    loop: { name: 'loop', big: '12', bytes: '[12 bytes]', at: '1970-01-01T00:00:00.000Z', self: '[…]' },
  });
});

test('writes nothing below its level', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'warn', destination: { write: (line) => lines.push(line) } });

  logger.info('not this');
  logger.warn('this');

  expect(lines).toHaveLength(1);
});

test('a line says in which work it was written, however deep, and hides secrets there too', async () => {
  const { logger, last, text } = recorded();

  await withLogContext({ requestId: 'r-1', job: 'sync' }, () =>
    withLogContext({ integrationId: 'int_1', job: 'inner' }, async () => {
      await Promise.resolve();
      logger.child({ part: 'deep' }).info({ integrationId: 'int_of_the_line' }, 'within');
    }),
  );

  expect(last()).toMatchObject({ requestId: 'r-1', job: 'inner', integrationId: 'int_of_the_line', part: 'deep' });

  withLogContext({ jobId: 'Bearer planted-5f3a-planted-5f3a' }, () => logger.info('secret'));
  logger.info('outside');

  expect(text()).not.toContain(SECRET);
  expect(last()).not.toHaveProperty('requestId');
});
