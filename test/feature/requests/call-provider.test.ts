import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { ada, API_KEY, boss, openNotesHub, type Asking, type NotesHub } from './notes-hub.js';
import { json } from './provider-server.js';

const CALL = `mutation ($input: CallProviderInput!) {
  callProvider(input: $input) {
    status headers body bodyFormat
    userErrors { code message field retryable retryAt reconnectUrl }
  }
}`;

interface Called {
  callProvider: {
    status: number | null;
    headers: Record<string, string> | null;
    body: unknown;
    bodyFormat: string | null;
    userErrors: { code: string; message: string; field: string[] | null; retryable: boolean }[];
  };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Calls as the owner of the account that is open to them, where the input does not say otherwise. */
async function call(on: NotesHub, input: object, who: Asking = ada): Promise<Called['callProvider']> {
  const whole = { integrationId: on.openId, method: 'GET', path: 'notes', ...input };
  const { data, errors } = await on.ask<Called>(CALL, { input: whole }, who);
  if (data === undefined || data === null) throw new Error(JSON.stringify(errors));
  return data.callProvider;
}

describeEachDatabase((database) => {
  let on: NotesHub;

  beforeAll(async () => {
    on = await openNotesHub(database);
  });
  beforeEach(() => {
    on.server.calls.length = 0;
    on.server.behaviour.api = (_, response) => json(response, 200, { ok: true });
  });
  afterAll(() => on[Symbol.asyncDispose]());

  test('asks as the owner, and gives the answer', async () => {
    on.server.behaviour.api = (_, response) =>
      json(response, 200, { notes: [1, null] }, { 'x-total': '2', 'set-cookie': 'session=secret' });

    const answer = await call(on, {
      path: '/notes/search',
      query: { q: 'a b', tag: ['x', 'y'] },
      headers: { 'Accept-Language': 'de', 'X-Notes-Version': '2' },
    });

    expect(answer).toMatchObject({ status: 200, body: { notes: [1, null] }, bodyFormat: 'JSON', userErrors: [] });
    expect(answer.headers).toMatchObject({ 'x-total': '2', 'content-type': 'application/json' });
    expect(Object.keys(answer.headers ?? {})).not.toContain('set-cookie');
    expect(on.server.calls[0]).toMatchObject({
      method: 'GET',
      path: '/v1/notes/search?q=a+b&tag=x&tag=y',
      headers: {
        authorization: `Bearer ${API_KEY}`,
        accept: 'application/json',
        'accept-language': 'de',
        'x-notes-version': '2',
      },
    });
  });

  test.each([
    ['an object as JSON', { a: [1] }, {}, '{"a":[1]}', 'application/json'],
    ['an object as a form', { a: 'b c', d: [1, 2] }, FORM, 'a=b+c&d=1&d=2', FORM['content-type']],
    ['a text as it is', 'a[b]=c', FORM, 'a[b]=c', FORM['content-type']],
    ['a list as JSON of a kind', [1], { 'content-type': 'application/x+json' }, '[1]', 'application/x+json'],
    ['false', false, {}, 'false', 'application/json'],
  ])('sends %s', async (_what, body, headers, sent, type) => {
    await call(on, { method: 'POST', body, headers });

    expect(on.server.calls[0]).toMatchObject({ method: 'POST', body: sent, headers: { 'content-type': type } });
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'HEAD'])('sends a %s', async (method) => {
    const { status } = await call(on, { method });

    expect(status).toBe(200);
    expect(on.server.calls.map((request) => request.method)).toEqual([method]);
  });

  describe('an answer', () => {
    test.each([
      ['without content', 204, undefined, undefined, null, null],
      ['in words', 200, 'text/plain', 'Hello', 'Hello', 'TEXT'],
      ['of bytes', 200, 'image/png', Buffer.from([0x89, 0x50, 0xff]), 'iVD/', 'BASE64'],
      ['of JSON that is cut off', 200, 'application/json', '{"a":', '{"a":', 'TEXT'],
      ['of JSON of a kind', 200, 'application/problem+json', '{"a":1}', { a: 1 }, 'JSON'],
      ['of a web page where one is wanted', 200, 'text/html', '<!doctype html>', '<!doctype html>', 'TEXT'],
    ])('%s is told as it is', async (_what, status, type, sent, body, bodyFormat) => {
      on.server.behaviour.api = (_, response) =>
        void response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(sent);

      const answer = await call(on, { headers: { accept: 'text/html, application/json' } });

      expect(answer).toMatchObject({ status, body, bodyFormat, userErrors: [] });
    });

    test('of thousands of levels comes as text', async () => {
      const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
      on.server.behaviour.api = (_, response) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(deep);

      const { body, bodyFormat } = await call(on, {});

      expect([bodyFormat, String(body).length]).toEqual(['TEXT', deep.length]);
    });

    test('that is huge is not taken', async () => {
      on.server.behaviour.api = (_, response) => json(response, 200, { data: 'x'.repeat(6 * 1024 * 1024) });

      const { status, userErrors } = await call(on, {});

      expect(status).toBeNull();
      expect(userErrors).toMatchObject([
        {
          code: 'PROVIDER_CONTRACT_BROKEN',
          message:
            'Open Notes answered with more than 5 MiB, which is more than the hub takes. Ask for less at a time.',
        },
      ]);
    });

    test.each([400, 403, 404, 409, 422])('of refusal (%i) is a status, and no error of the hub', async (status) => {
      on.server.behaviour.api = (_, response) => json(response, status, { error: 'no' });

      expect(await call(on, { method: 'POST', body: {} })).toMatchObject({
        status,
        body: { error: 'no' },
        userErrors: [],
      });
      expect(on.server.calls).toHaveLength(1);
    });

    test('that redirects to elsewhere is not followed with the credentials', async () => {
      on.server.behaviour.api = (_, response) =>
        void response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end();

      const { userErrors } = await call(on, { method: 'POST', body: {} });

      expect(userErrors).toMatchObject([{ code: 'PROVIDER_CONTRACT_BROKEN' }]);
    });
  });

  describe('a call is refused, and nothing sent,', () => {
    test.each<[string, object, string[]]>([
      ['that names another host', { path: 'https://evil.example/a' }, ['input', 'path']],
      ['that goes up', { path: 'notes/%2e%2e/%2e%2e/admin' }, ['input', 'path']],
      ['with a parameter that is an object', { query: { a: { b: 1 } } }, ['input', 'query', 'a']],
      ['with credentials', { headers: { Authorization: 'Bearer x' } }, ['input', 'headers', 'Authorization']],
      ['with a host', { headers: { host: 'evil.example' } }, ['input', 'headers', 'host']],
      ['with a cookie', { headers: { cookie: 'a=b' } }, ['input', 'headers', 'cookie']],
      [
        'with another method in a header',
        { headers: { 'x-http-method-override': 'PUT' } },
        ['input', 'headers', 'x-http-method-override'],
      ],
      ['with the key in a header', { headers: { 'x-notes-key': 'a' } }, ['input', 'headers', 'x-notes-key']],
      ['with a header of two lines', { headers: { accept: 'a\r\nhost: b' } }, ['input', 'headers', 'accept']],
      ['with a header that is no text', { headers: { accept: ['a'] } }, ['input', 'headers', 'accept']],
      ['with headers in a list', { headers: ['accept'] }, ['input', 'headers']],
      ['to read with a body', { body: {} }, ['input', 'body']],
      [
        'with an object for a text',
        { method: 'POST', body: {}, headers: { 'content-type': 'text/csv' } },
        ['input', 'body'],
      ],
      ['with a form of objects', { method: 'POST', body: { a: {} }, headers: FORM }, ['input', 'body', 'a']],
      ['with an empty key', { method: 'POST', body: {}, idempotencyKey: '' }, ['input', 'idempotencyKey']],
    ])('%s', async (_what, input, field) => {
      const { status, userErrors } = await call(on, input);

      expect({ status, userErrors }).toMatchObject({ status: null, userErrors: [{ code: 'BAD_INPUT', field }] });
      expect(on.server.calls).toEqual([]);
    });

    test('with a body of thousands of levels', async () => {
      const body = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const input = `{"integrationId":"${on.openId}","method":"POST","path":"notes","body":${body}}`;

      const { errors } = await on.ask(CALL, `{"input":${input}}`);

      expect(errors).toMatchObject([
        { message: expect.stringContaining('200 levels deep'), extensions: { code: 'BAD_INPUT' } },
      ]);
      expect(on.server.calls).toEqual([]);
    });

    test('by GraphQL itself with a method that is none', async () => {
      const input = { integrationId: on.openId, method: 'TRACE', path: 'notes' };

      const { errors } = await on.ask(CALL, { input });

      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    });
  });

  describe('a write', () => {
    test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('by %s whose answer is lost is not sent again', async (method) => {
      on.server.behaviour.api = (_, __, raw) => void raw.socket.destroy();

      const { userErrors } = await call(on, { method });

      expect(userErrors).toMatchObject([
        { code: 'PROVIDER_UNAVAILABLE', retryable: false, message: expect.stringContaining('did not send it again') },
      ]);
      expect(on.server.calls).toHaveLength(1);
    });

    test('hands its key on', async () => {
      await call(on, { method: 'POST', body: {}, idempotencyKey: 'order-7' });

      expect(on.server.calls[0]?.headers['x-notes-key']).toBe('order-7');
    });

    test('takes no key for a provider that knows none', async () => {
      const input = { integrationId: on.integrationId, method: 'POST', idempotencyKey: 'order-7' };

      const { userErrors } = await call(on, input, boss);

      expect(userErrors).toMatchObject([
        {
          code: 'BAD_INPUT',
          message: expect.stringContaining('takes no idempotency keys'),
          field: ['input', 'idempotencyKey'],
        },
      ]);
      expect(on.server.calls).toEqual([]);
    });
  });

  describe('whoever asks', () => {
    test('finds only what is theirs', async () => {
      const none = await call(on, { integrationId: newId('int') });
      const answers = [
        await call(on, {}, { tenant: 'acme', user: 'bob' }),
        await call(on, {}, { tenant: 'globex', user: 'ada' }),
        await call(on, {}, { tenant: 'globex' }),
      ];

      expect(none.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'integrationId'] }]);
      expect(answers).toEqual([none, none, none]);
      expect(on.server.calls).toEqual([]);
    });

    test('has to be an administrator where the provider is not open to owners', async () => {
      const input = { integrationId: on.integrationId, method: 'GET', path: 'notes' };

      const owner = await on.ask(CALL, { input });
      const administrator = await call(on, input, boss);
      const operator = await call(on, input, {});

      expect(owner.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect([administrator.status, operator.status]).toEqual([200, 200]);
      expect(on.server.calls).toHaveLength(2);
    });
  });

  test('is logged like any call, without its parameters', async () => {
    const path = `logged/${database.engine}`;
    await call(on, { path, query: { token: 'a-secret' } });

    const log = `query ($id: ID!) { integration(id: $id) { apiCalls(first: 100) { nodes { method endpoint statusCode } } } }`;
    type Log = { integration: { apiCalls: { nodes: { endpoint: string }[] } } };
    const nodes = async () => (await on.hub.get<Log>(log, { id: on.openId })).integration.apiCalls.nodes;
    await eventually(
      async () => (await nodes()).some(({ endpoint }) => endpoint.includes('logged')),
      'the call to be logged',
    );

    expect(await nodes()).toContainEqual({ method: 'GET', endpoint: `/v1/${path}`, statusCode: 200 });
    expect(JSON.stringify(await nodes())).not.toContain('a-secret');
  });

  test('says when to come back, and where to reconnect', async () => {
    await using own = await openNotesHub(database);
    own.server.behaviour.api = (_, response) => json(response, 429, {}, { 'retry-after': '3600' });
    const limited = await call(own, {});
    own.hub.advance(3_700_000);
    own.server.behaviour.api = (_, response) => json(response, 503, {}, { 'retry-after': '3600' });
    const unavailable = await call(own, {});
    own.server.behaviour.api = (_, response) => json(response, 401, {});
    own.hub.advance(3_700_000);
    const refused = await call(own, {});

    expect(limited.userErrors).toMatchObject([
      { code: 'PROVIDER_RATE_LIMITED', retryable: true, retryAt: expect.any(String) },
    ]);
    expect(unavailable.userErrors).toMatchObject([{ code: 'PROVIDER_UNAVAILABLE', retryable: true }]);
    expect(refused.userErrors).toMatchObject([
      { code: 'REAUTHORIZATION_REQUIRED', reconnectUrl: `${own.hub.url}/?reconnect=${own.openId}` },
    ]);
  });
});
