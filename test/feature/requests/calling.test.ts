import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { json, startProvider, type Handler } from './provider-server.js';
import { openRequestStage } from './request-stage.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const POST = { method: 'POST', body: '{"text":"hello"}' };

/** Answers with these in turn, and with the last for ever. */
const inTurn = (...handlers: Handler[]): Handler => {
  const queue = [...handlers];
  return (request, response, raw) => (queue.length > 1 ? queue.shift() : queue[0])?.(request, response, raw);
};
const good: Handler = (_, response) => json(response, 200, { ok: true });
const fault: Handler = (_, response) => json(response, 500, {});
const hangUp: Handler = (_, __, raw) => void raw.socket.destroy();
const limited =
  (retryAfter: string): Handler =>
  (_, response) =>
    json(response, 429, {}, { 'retry-after': retryAfter });

describeEachDatabase((database) => {
  test('hands the SDK the answer as it came', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = (_, response) => json(response, 200, { things: [1, 2] }, { 'x-page': '2' });

    const answer = await on.fetch('things?page=1', { headers: { accept: 'application/json' } });

    expect(await answer.json()).toEqual({ things: [1, 2] });
    expect(answer.headers.get('x-page')).toBe('2');
    expect(answer.url).toBe(`${on.server.url}things?page=1`);
  });

  test.each([204, 304])('hands on an answer %i that has no body', async (status) => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = (_, response) => void response.writeHead(status).end();

    expect((await on.fetch('things')).status).toBe(status);
  });

  test('leaves what the provider rejects to the SDK', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = (_, response) => json(response, 404, { error: 'no such thing' });

    const answer = await on.fetch('things/7');

    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: 'no such thing' });
    expect(on.server.calls).toHaveLength(1);
  });

  test('tries a read again after a fault and after a lost answer', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = inTurn(fault, hangUp, good);
    const told: unknown[] = [];

    const answer = await on.fetch('things', {}, { onCall: (call) => told.push(call) });

    expect(answer.status).toBe(200);
    expect(on.waits).toEqual([125, 250]);
    expect(told).toEqual([
      { attempt: 1, statusCode: 500, mayHaveEffect: false },
      { attempt: 2, statusCode: 0, mayHaveEffect: false },
      { attempt: 3, statusCode: 200, mayHaveEffect: false },
    ]);
  });

  test('gives up after four tries, in words that name the provider', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = fault;

    const failure = on.fetch('things');

    await expect(failure).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      status: 500,
      message: expect.stringMatching(/^Bare had a fault of its own\./),
    });
    expect(on.server.calls).toHaveLength(4);
  });

  test.each([
    ['its answer was lost', hangUp],
    ['the provider had a fault', fault],
  ])('does not send a POST again when %s', async (_, handler) => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = handler;

    await expect(on.fetch('things', POST)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('may have arrived'),
    });

    expect(on.server.calls).toHaveLength(1);
  });

  test('sends a POST again that, as the provider says, only reads', async () => {
    await using on = await openRequestStage(database, { isRead: ({ pathname }) => pathname === '/things' });
    on.server.behaviour.api = inTurn(fault, good);

    const answer = await on.fetch('things', POST);

    expect(answer.status).toBe(200);
    expect(on.server.calls).toHaveLength(2);
  });

  test('sends a POST again when it surely never left', async () => {
    await using on = await openRequestStage(database);
    await on.server[Symbol.asyncDispose]();

    await expect(on.fetch('things', POST)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringMatching(/^Bare refused the connection\./),
    });

    expect(on.waits).toHaveLength(3);
  });

  test('sends a POST again with its body when the provider did not take it', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = inTurn(limited('2'), good);

    const answer = await on.fetch('things', POST);

    expect(answer.status).toBe(200);
    expect(on.server.calls.map(({ body }) => body)).toEqual([POST.body, POST.body]);
  });

  test.each([
    ['seconds', '7'],
    ['a date', new Date(NOW + 7_000).toUTCString()],
  ])('comes back when Retry-After says so, in %s', async (_, retryAfter) => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = inTurn(limited(retryAfter), good);

    const answer = await on.fetch('things');

    expect(answer.status).toBe(200);
    expect(on.waits).toEqual([7_000]);
  });

  test('says when to come back where that is too long to wait, and lets nobody else call before', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = limited('3600');
    const refusal = { code: 'PROVIDER_RATE_LIMITED', retryAt: NOW + 3_600_000, retryable: true };

    await expect(on.fetch('things')).rejects.toMatchObject(refusal);
    await expect(on.fetch('others')).rejects.toMatchObject(refusal);

    expect(on.server.calls).toHaveLength(1);
  });

  test('waits as long as an outage says with 503', async () => {
    await using on = await openRequestStage(database);
    const away: Handler = (_, response) => json(response, 503, {}, { 'retry-after': '120' });
    on.server.behaviour.api = away;

    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryAt: NOW + 120_000 });

    expect(on.server.calls).toHaveLength(1);
  });

  test('keeps to the limit that the provider declares', async () => {
    await using on = await openRequestStage(database, { limits: { integration: { requests: 2, perMs: 10_000 } } });

    await Promise.all([1, 2, 3].map((n) => on.fetch(`things/${n}`)));

    expect(on.waits).toEqual([10_000]);
    expect(on.manager.queuedCalls.size).toBe(0);
  });

  test.each([
    [
      'a page of HTML',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
    ],
    ['a page without a type', (_, response) => void response.writeHead(200).end('<!DOCTYPE html><p>Maintenance')],
    ['more than it takes', (_, response) => json(response, 200, 'x'.repeat(3_000))],
    [
      'more than it takes, packed small',
      (_, response) =>
        void response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(JSON.stringify('x'.repeat(100_000)))),
    ],
    ['a redirect without end', (_, response) => void response.writeHead(302, { location: '/things' }).end()],
  ] satisfies [string, Handler][])('does not take %s for data', async (_, handler) => {
    await using on = await openRequestStage(database, { sending: { maxAnswerBytes: 2_000 } });
    on.server.behaviour.api = handler;

    await expect(on.fetch('things')).rejects.toMatchObject({
      code: 'PROVIDER_CONTRACT_BROKEN',
      message: expect.stringMatching(/^Bare /),
    });

    expect(await on.rows()).toHaveLength(1);
  });

  test.each(['gzip', 'br', 'deflate'] as const)('unpacks what came as %s', async (coding) => {
    await using on = await openRequestStage(database);
    const pack = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }[coding];
    on.server.behaviour.api = (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding })
        .end(pack('{"things":["ünïcode"]}'));

    expect(await (await on.fetch('things')).json()).toEqual({ things: ['ünïcode'] });
  });

  test('treats packing that is cut off as no answer', async () => {
    await using on = await openRequestStage(database);
    const cutOff: Handler = (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync('{"things":["one","two"]}').subarray(0, 20));
    on.server.behaviour.api = inTurn(cutOff, good);

    expect(await (await on.fetch('things')).json()).toEqual({ ok: true });
    expect(on.server.calls).toHaveLength(2);
  });

  test('treats a body that broke off as no answer', async () => {
    await using on = await openRequestStage(database);
    const truncated: Handler = (_, response, raw) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"things":[', () => raw.socket.destroy());
    };
    on.server.behaviour.api = inTurn(truncated, good);

    const answer = await on.fetch('things');

    expect(await answer.json()).toEqual({ ok: true });
    expect(on.server.calls).toHaveLength(2);
  });

  test('gives up on a provider that never answers', async () => {
    await using on = await openRequestStage(database, { sending: { wholeMs: 50 } });
    on.server.behaviour.api = () => undefined;

    await expect(on.fetch('things', POST)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('did not answer within'),
    });
  });

  test('follows a redirect within the provider with the token', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = inTurn((_, response) => void response.writeHead(301, { location: '/moved' }).end(), good);

    const answer = await on.fetch('things');

    expect(answer.url).toBe(`${on.server.url}moved`);
    expect(on.server.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0', 'Bearer token-0']);
  });

  test('follows a redirect to another host for a read, and tells it nothing of who asks', async () => {
    await using on = await openRequestStage(database);
    await using elsewhere = await startProvider();
    on.server.behaviour.api = (_, response) => void response.writeHead(302, { location: `${elsewhere.url}file` }).end();

    const answer = await on.fetch('things', {
      headers: { cookie: 'a=b', 'x-api-key': 'k', accept: 'application/json', 'content-language': 'de' },
    });

    expect(await answer.json()).toEqual({ ok: true });
    expect(Object.keys(elsewhere.calls[0]?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  test('takes no write to another host', async () => {
    await using on = await openRequestStage(database);
    await using elsewhere = await startProvider();
    on.server.behaviour.api = (_, response) => void response.writeHead(307, { location: `${elsewhere.url}file` }).end();

    await expect(on.fetch('things', POST)).rejects.toMatchObject({ code: 'PROVIDER_CONTRACT_BROKEN' });

    expect(elsewhere.calls).toEqual([]);
  });

  test('goes to no other host than the provider is configured for', async () => {
    await using on = await openRequestStage(database);
    await using elsewhere = await startProvider();

    await expect(on.fetch(`${elsewhere.url}things`)).rejects.toMatchObject({ code: 'PROVIDER_CONTRACT_BROKEN' });

    expect(elsewhere.calls).toEqual([]);
  });

  test('ends a call when its caller does', async () => {
    await using on = await openRequestStage(database);
    const controller = new AbortController();
    on.server.behaviour.api = () => controller.abort(new Error('the hub stops'));

    await expect(on.fetch('things', {}, { signal: controller.signal })).rejects.toThrow('the hub stops');

    expect(await on.rows()).toMatchObject([
      { statusCode: 0, error: 'The hub gave the call up before an answer came.' },
    ]);
    expect(await on.db.selectFrom('health').selectAll().execute()).toEqual([]);
  });

  test('ends a call when the SDK does', async () => {
    await using on = await openRequestStage(database);
    const controller = new AbortController();
    on.server.behaviour.api = () => controller.abort(new Error('the SDK lost patience'));

    await expect(on.fetch('things', { signal: controller.signal })).rejects.toThrow('the SDK lost patience');
  });

  test('takes a Request as well as an address', async () => {
    await using on = await openRequestStage(database);
    const { signal } = new AbortController();
    const fetch = on.manager.fetchOf(on, on.endpoints, { purpose: 'sync', signal, syncLogId: null });

    await fetch(new Request(`${on.server.url}things`, { ...POST, headers: { 'x-sdk': 'yes' } }));

    expect(on.server.calls).toMatchObject([
      { method: 'POST', path: '/things', body: POST.body, headers: { 'x-sdk': 'yes' } },
    ]);
  });
});
