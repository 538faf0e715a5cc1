import { expect, test } from 'vitest';
import { removeOldHealthChanges } from '../../../src/health/health-history.js';
import { LAST_BIN } from '../../../src/health/latency-bins.js';
import { newId } from '../../../src/platform/id.js';
import type { CallResult, LoggedCall } from '../../../src/requests/api-call-log.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { json, type Handler } from '../requests/provider-server.js';
import { openRequestStage } from '../requests/request-stage.js';

type Stage = Awaited<ReturnType<typeof openRequestStage>>;

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Logs so many calls at the stage's present time. */
async function log(on: Stage, counts: Partial<Record<CallResult, number>>, durationMs = 100): Promise<void> {
  for (const [result, count] of Object.entries(counts)) {
    for (let n = 0; n < count; n += 1) on.log.add(callOf(on, result as CallResult, durationMs));
  }
  await on.log.flush();
}

function callOf(on: Stage, result: CallResult, durationMs: number): LoggedCall {
  const { integrationId, stage } = on;
  const row = {
    id: newId('call'),
    integrationId,
    method: 'GET',
    endpoint: '/',
    statusCode: 200,
    durationMs,
    attempt: 1,
    at: stage.now,
  };
  return { row, providerId: 'test', result, quota: null };
}

const readHealth = (on: Stage) => on.db.selectFrom('health').selectAll().executeTakeFirstOrThrow();

describeEachDatabase((database) => {
  test.each([
    [{ SUCCEEDED: 991, FAILED: 9 }, 'HEALTHY'],
    [{ SUCCEEDED: 990, FAILED: 10 }, 'DEGRADED'],
    [{ SUCCEEDED: 901, FAILED: 99 }, 'DEGRADED'],
    [{ SUCCEEDED: 900, FAILED: 100 }, 'DOWN'],
  ] as const)('with %o it is %s', async (counts, state) => {
    await using on = await openRequestStage(database);

    await log(on, counts);

    expect(await readHealth(on)).toMatchObject({ state, calls: 1000, failures: counts.FAILED });
  });

  test('tells of a change once, after it can be read', async () => {
    await using on = await openRequestStage(database);
    const began = on.stage.now;

    await log(on, { SUCCEEDED: 5 });
    on.stage.now += HOUR_MS;
    await log(on, { SUCCEEDED: 5 });
    on.stage.now += HOUR_MS;
    await log(on, { FAILED: 5 });

    expect(on.published).toEqual([
      { name: 'healthChanged', event: { integrationId: on.integrationId, previous: 'UNKNOWN', at: began } },
      {
        name: 'healthChanged',
        event: { integrationId: on.integrationId, previous: 'HEALTHY', at: began + 2 * HOUR_MS },
      },
    ]);
    expect(await readHealth(on)).toMatchObject({
      state: 'DOWN',
      changedAt: began + 2 * HOUR_MS,
      lastSuccessAt: began + HOUR_MS,
      lastFailureAt: began + 2 * HOUR_MS,
    });
  });

  test('forgets what is older than a day, and knows nothing without calls', async () => {
    await using on = await openRequestStage(database);
    await log(on, { SUCCEEDED: 10 });
    const firstCall = on.stage.now;
    on.stage.now += 12 * HOUR_MS;
    await log(on, { FAILED: 10 });

    on.stage.now = firstCall + DAY_MS - 1;
    await on.health.age(on.stage.now);
    const before = await readHealth(on);
    on.stage.now = firstCall + DAY_MS + HOUR_MS / 4;
    await on.health.age(on.stage.now);
    const after = await readHealth(on);
    on.stage.now += DAY_MS;
    await on.health.age(on.stage.now);
    const atLast = await readHealth(on);

    expect(before).toMatchObject({ state: 'DOWN', calls: 20, failures: 10 });
    expect(after).toMatchObject({ state: 'DOWN', calls: 10, failures: 10 });
    expect(atLast).toMatchObject({
      state: 'UNKNOWN',
      calls: 0,
      p95LatencyMs: null,
      staleAt: null,
      lastSuccessAt: firstCall,
    });
    expect(on.published.at(-1)).toMatchObject({ event: { previous: 'DOWN', at: on.stage.now } });
    expect(await on.db.selectFrom('health_bucket').selectAll().execute()).toEqual([]);
  });

  test('leaves rows alone that are not yet too old', async () => {
    await using on = await openRequestStage(database);
    await log(on, { SUCCEEDED: 1 });
    const before = on.statements.count;

    await on.health.age(on.stage.now + HOUR_MS);

    expect(on.statements.count - before).toBe(1);
  });

  test('knows what nineteen of twenty calls took at most', async () => {
    await using on = await openRequestStage(database);

    await log(on, { SUCCEEDED: 95 }, 100);
    await log(on, { SUCCEEDED: 5 }, 3_000);

    const { p95LatencyMs } = await readHealth(on);
    expect(Math.abs(Number(p95LatencyMs) / 100 - 1)).toBeLessThan(0.1);
  });

  test('counts together what two processes write at once', async () => {
    await using on = await openRequestStage(database);
    const calls = Array.from({ length: 20 }, (_, n) => callOf(on, 'SUCCEEDED', n * 37));

    await Promise.all(calls.map((call) => on.db.transaction().execute((trx) => on.health.count(trx, [call]))));

    expect(await readHealth(on)).toMatchObject({ calls: 20, failures: 0 });
  });

  test('sums up a bounded number of rows, in a bounded number of statements, after a million calls', async () => {
    await using on = await openRequestStage(database);
    for (let stretch = 0; stretch < 100; stretch += 1) {
      const calls = Array.from({ length: 10_000 }, (_, n) => callOf(on, n % 200 === 0 ? 'FAILED' : 'SUCCEEDED', n));
      await on.db.transaction().execute((trx) => on.health.count(trx, calls));
      on.stage.now += HOUR_MS / 5;
    }
    const before = on.statements.count;

    await log(on, { SUCCEEDED: 1 });

    expect(on.statements.count - before).toBeLessThanOrEqual(7);
    expect(await on.db.selectFrom('health').selectAll().execute()).toMatchObject([
      { calls: 1_000_001, failures: 5_000 },
    ]);
    const { buckets } = await on.db
      .selectFrom('health_bucket')
      .select(({ fn }) => fn.countAll<number>().as('buckets'))
      .executeTakeFirstOrThrow();
    expect(buckets).toBeLessThanOrEqual(97 * (LAST_BIN + 1));
  });

  const answering =
    (status: number, headers: Record<string, string> = {}): Handler =>
    (_, response) =>
      json(response, status, {}, headers);

  test.each([
    ['an answer that something is not there', answering(404), 0],
    ['a permission that is missing', answering(403), 1],
    ['a fault of the provider', answering(503), 1],
    ['a rate limit that outlasts the call', answering(429, { 'retry-after': '3600' }), 1],
    ['a web page instead of data', answering(200, { 'content-type': 'text/html' }), 1],
    ['no answer', (_, __, raw) => void raw.socket.destroy(), 1],
  ] satisfies [string, Handler, number][])('judges %s', async (_, handler, failures) => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = handler;

    await on.fetch('things', { method: 'POST' }).catch(() => undefined);
    await on.log.flush();

    expect(await readHealth(on)).toMatchObject({ calls: 1, failures });
  });

  test('does not hold a token that was renewed, or a limit that was waited out, against an integration', async () => {
    await using on = await openRequestStage(database);
    const answers = [answering(401), answering(429, { 'retry-after': '1' }), answering(200)];
    on.server.behaviour.api = (request, response, raw) => answers.shift()?.(request, response, raw);

    await on.fetch('things');
    await on.log.flush();

    expect(await readHealth(on)).toMatchObject({ state: 'HEALTHY', calls: 3, failures: 0 });
  });

  test('says what most failures have in common, since when, and forgets it with them', async () => {
    await using on = await openRequestStage(database);
    const began = on.stage.now;
    const failed = (endpoint: string, statusCode: number) => {
      const call = callOf(on, 'FAILED', 100);
      on.log.add({ ...call, row: { ...call.row, endpoint, statusCode } });
    };
    failed('/users', 500);
    on.stage.now += HOUR_MS;
    failed('/channels', 503);
    failed('/channels', 503);
    await log(on, { SUCCEEDED: 7 });
    on.stage.now += HOUR_MS;
    failed('/channels', 503);
    await on.log.flush();

    const { mainFailure } = await readHealth(on);
    expect(JSON.parse(mainFailure ?? '')).toEqual({
      statusCode: 503,
      endpoint: '/channels',
      failures: 3,
      since: began + HOUR_MS,
    });

    on.stage.now += DAY_MS + HOUR_MS;
    await on.health.age(on.stage.now);

    expect((await readHealth(on)).mainFailure).toBeNull();
    expect(await on.db.selectFrom('health_failure').selectAll().execute()).toEqual([]);
  });

  test('keeps each state that an integration came into, by calls and by time alone', async () => {
    await using on = await openRequestStage(database);
    const began = on.stage.now;
    await log(on, { SUCCEEDED: 100 });
    on.stage.now += HOUR_MS;
    await log(on, { FAILED: 2 });
    on.stage.now += HOUR_MS;
    await log(on, { FAILED: 20 });
    on.stage.now += HOUR_MS;
    await log(on, { SUCCEEDED: 300 });
    on.stage.now = began + DAY_MS + 5 * HOUR_MS;
    await on.health.age(on.stage.now);

    const changes = await on.db.selectFrom('health_change').selectAll().orderBy('id').execute();

    expect(changes.map(({ previous, state, calls, failures }) => [previous, state, calls, failures])).toEqual([
      ['UNKNOWN', 'HEALTHY', 100, 0],
      ['HEALTHY', 'DEGRADED', 102, 2],
      ['DEGRADED', 'DOWN', 122, 22],
      ['DOWN', 'DEGRADED', 422, 22],
      ['DEGRADED', 'UNKNOWN', 0, 0],
    ]);

    await removeOldHealthChanges(on.db, on.stage.now + 91 * DAY_MS, 90 * DAY_MS);
    expect(await on.db.selectFrom('health_change').selectAll().execute()).toEqual([]);
  });
});
