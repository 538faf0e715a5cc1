import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import { ApiCallLog, type LoggedCall } from '../../../src/requests/api-call-log.js';
import { removeOldCalls } from '../../../src/requests/api-call-retention.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { json, type Handler } from './provider-server.js';
import { openRequestStage } from './request-stage.js';

const DAY_MS = 24 * 60 * 60 * 1000;

function callOf(integrationId: string, at: number): LoggedCall {
  const row = {
    id: newId('call'),
    integrationId,
    method: 'GET',
    endpoint: '/things',
    statusCode: 200,
    durationMs: 12,
    attempt: 1,
    at,
  };
  return { row, providerId: 'test', result: 'SUCCEEDED', quota: null };
}

describeEachDatabase((database) => {
  test('logs each try, without query or secrets', async () => {
    await using on = await openRequestStage(database);
    const answers: Handler[] = [(_, response) => json(response, 500, {}), (_, response) => json(response, 200, {})];
    on.server.behaviour.api = (request, response, raw) => answers.shift()?.(request, response, raw);

    await on.fetch('calendars/ada%40example.com/events?access_token=secret&page=2', {}, { syncLogId: 'slog_1' });

    const rows = await on.rows();
    expect(rows).toMatchObject([
      {
        method: 'GET',
        endpoint: '/calendars/ada%40example.com/events',
        statusCode: 500,
        attempt: 1,
        syncLogId: 'slog_1',
      },
      { endpoint: '/calendars/ada%40example.com/events', statusCode: 200, attempt: 2, error: null },
    ]);
    expect(rows[0]?.error).toBe('Bare had a fault of its own.');
    expect(JSON.stringify(rows)).not.toMatch(/secret|token-0|Bearer/);
  });

  test('remembers what the provider last said of its limit', async () => {
    await using on = await openRequestStage(database);
    const headers = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '41', 'x-ratelimit-reset': '30' };
    on.server.behaviour.api = (_, response) => json(response, 200, {}, headers);
    await on.fetch('things');
    on.server.behaviour.api = (_, response) => json(response, 429, {}, { 'retry-after': '3600' });
    await on.fetch('things').catch(() => undefined);

    await on.log.flush();

    const quota = await on.db.selectFrom('quota').selectAll().execute();
    expect(quota).toMatchObject([{ callLimit: 100, remaining: 0, resetsAt: on.stage.now + 3_600_000 }]);
  });

  test('writes many calls in few statements', async () => {
    await using on = await openRequestStage(database);
    const before = on.statements.count;

    for (let n = 0; n < 500; n += 1) on.log.add(callOf(on.integrationId, on.stage.now));
    await on.log.flush();

    expect(on.statements.count - before).toBeLessThanOrEqual(7);
    expect(await on.rows()).toHaveLength(500);
  });

  test('leaves out calls of an integration that is gone, and keeps the others', async () => {
    await using on = await openRequestStage(database);

    on.log.add(callOf(newId('int'), on.stage.now));
    on.log.add(callOf(on.integrationId, on.stage.now));

    expect(await on.rows()).toMatchObject([{ integrationId: on.integrationId }]);
  });

  test('keeps a batch that could not be written, and writes it with the next', async () => {
    await using on = await openRequestStage(database);
    let isBroken = true;
    const log = new ApiCallLog({
      db: on.db,
      onBatch: () => (isBroken ? Promise.reject(new Error('disk full')) : Promise.resolve(() => undefined)),
      logger: { warn: () => undefined },
    });
    log.add(callOf(on.integrationId, on.stage.now));

    await expect(log.flush()).rejects.toThrow('disk full');
    const whileBroken = await on.rows();
    isBroken = false;
    await log.close();

    expect(whileBroken).toEqual([]);
    expect(await on.rows()).toHaveLength(1);
  });

  test('writes what is left when it closes', async () => {
    await using on = await openRequestStage(database);
    await on.fetch('things');

    await on.log.close();

    expect(await on.db.selectFrom('api_call').selectAll().execute()).toHaveLength(1);
  });

  test('forgets calls after thirty days, and all but the last of an integration that calls much', async () => {
    await using on = await openRequestStage(database);
    const { now } = on.stage;
    const calls = [31, 29, 3, 2, 1].map((days) => callOf(on.integrationId, now - days * DAY_MS));
    for (const call of calls) on.log.add(call);
    await on.log.flush();

    await removeOldCalls(on.db, now, { ageMs: 30 * DAY_MS, perIntegration: 10_000 });
    const afterAge = await on.rows();
    await removeOldCalls(on.db, now, { ageMs: 30 * DAY_MS, perIntegration: 2 });

    expect(afterAge).toHaveLength(4);
    expect((await on.rows()).map(({ at }) => at)).toEqual([now - 2 * DAY_MS, now - DAY_MS]);
  });
});
