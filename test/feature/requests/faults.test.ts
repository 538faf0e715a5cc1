import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { freePort } from '../../kit/hub-process.js';
import { IDEMPOTENCY_KEY, openFaultHub } from './fault-hub.js';
import { FAULTS, METHODS, type FaultRow, type Method } from './fault-matrix.js';
import { json, startProvider } from './provider-server.js';

type FaultHub = Awaited<ReturnType<typeof openFaultHub>>;

const CASES = FAULTS.flatMap((row) => METHODS.map((method) => [row.fault, method, row] as const));
const BEFORE = 'connection reset before the request was read';

describeEachDatabase((database) => {
  let on: FaultHub;
  beforeAll(async () => {
    on = await openFaultHub(database);
  });
  afterAll(() => on[Symbol.asyncDispose]());

  test.each(CASES)('%s, %s, in an action', async (_, method, row) => {
    await using provider = await startFaulty(row, on);
    await on.moveTo(provider.url);
    on.stage.method = method;

    const { output, userErrors } = await on.runAction(method === 'POST with key' ? IDEMPOTENCY_KEY : null);

    const [error] = userErrors;
    const retryable = row.seen.retryable[method];
    expect(output).toBeNull();
    expect(error).toMatchObject({ code: row.seen.code, retryable });
    expect(Date.parse(error?.retryAt ?? '') > on.stage.now).toBe(retryable);
    await expectCalls(on, row, method);
  });

  test.each(CASES)('%s, %s, in a sync', async (_, method, row) => {
    await using provider = await startFaulty(row, on);
    await on.moveTo(provider.url);
    on.stage.method = method;

    const run = await on.sync();

    expect(run).toMatchObject({
      state: row.sync,
      retries: row.tries[method] - 1,
      problem: { code: row.seen.code, retryable: row.sync === 'PAUSED' },
    });
    expect(Date.parse(run.problem?.retryAt ?? '') > on.stage.now).toBe(row.sync === 'PAUSED');
    await expectCalls(on, row, method);
  });

  test('a write whose answer was lost after the provider did it is done once', async () => {
    const done: string[] = [];
    await using provider = await startProvider();
    provider.behaviour.api = ({ body }, _, raw) => {
      done.push(body);
      raw.socket.resetAndDestroy();
    };
    await on.moveTo(provider.url);
    on.stage.method = 'POST';

    const first = await on.runAction('a-key-of-the-caller');
    provider.behaviour.api = (_, response) => json(response, 200, { things: [] });
    const again = await on.runAction('a-key-of-the-caller');

    expect(done).toHaveLength(1);
    expect(provider.calls).toHaveLength(1);
    expect(first.userErrors).toMatchObject([
      { retryable: false, message: expect.stringContaining('it may have had its effect') },
    ]);
    expect(again.userErrors).toEqual(first.userErrors);
  });
});

async function expectCalls(on: FaultHub, { fault, tries, log }: FaultRow, method: Method): Promise<void> {
  const calls = await on.calls(tries[method]);
  expect(calls.map(({ attempt }) => attempt)).toEqual(Array.from({ length: tries[method] }, (_, index) => index + 1));
  // A write that is redirected to elsewhere is not followed at all; a read is, up to the address.
  const status = log.status === 0 && fault.startsWith('a redirect') && method !== 'GET' ? 307 : log.status;
  const seen = calls.map(({ error, ...call }) => ({
    ...call,
    error: error?.includes(log.error ?? '') ? log.error : error,
  }));
  expect(seen).toEqual(calls.map(({ attempt }) => ({ attempt, statusCode: status, error: log.error })));
}

/** A provider on a port of its own, so that no breaker remembers another. */
async function startFaulty({ fault, provider: handlerOf }: FaultRow, on: FaultHub) {
  if (handlerOf === null)
    return { url: `http://127.0.0.1:${await freePort()}/`, [Symbol.asyncDispose]: async () => {} };
  if (fault === BEFORE) return startResetting();
  const provider = await startProvider();
  provider.behaviour.api = handlerOf(() => on.stage.now);
  return provider;
}

/** Ends each connection before it has read a byte. */
async function startResetting() {
  const server = createServer({ pauseOnConnect: true }, (socket) => void socket.resetAndDestroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/`, [Symbol.asyncDispose]: async () => void server.close() };
}
