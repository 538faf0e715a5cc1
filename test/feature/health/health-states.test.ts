import { expect, test } from 'vitest';
import { Health } from '../../../src/health/health.js';
import type { HealthState } from '../../../src/health/health-state.js';
import { newId } from '../../../src/platform/id.js';
import { ApiCallLog } from '../../../src/requests/api-call-log.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { noOutbox } from '../../kit/no-outbox.js';
import { openRequestStage } from '../requests/request-stage.js';

const HOUR_MS = 60 * 60_000;

/** After so many hours, these calls by one process or the other, or nothing but time. */
const STEPS: readonly [hours: number, succeeded: number, failed: number, state: HealthState][] = [
  [0, 0, 0, 'UNKNOWN'],
  [1, 100, 0, 'HEALTHY'],
  [2, 0, 1, 'HEALTHY'],
  [3, 0, 1, 'DEGRADED'],
  [4, 99, 0, 'DEGRADED'],
  [5, 99, 0, 'HEALTHY'],
  [6, 0, 32, 'DOWN'],
  [7, 30, 0, 'DOWN'],
  [8, 40, 0, 'DEGRADED'],
  // The first hundred have left the window, then all but the last failures, then these.
  [26, 0, 0, 'DOWN'],
  [30, 0, 0, 'DOWN'],
  [31, 0, 0, 'HEALTHY'],
  [34, 0, 0, 'UNKNOWN'],
  [40, 1, 0, 'HEALTHY'],
];

describeEachDatabase((database) => {
  test.each([1, 2])('goes through its states by calls and by time alone, with %i processes', async (count) => {
    await using on = await openRequestStage(database);
    const began = on.stage.now;
    const processes = Array.from({ length: count }, () => processOver(on));

    const seen: string[] = [];
    const expected: string[] = [];
    for (const [index, [hours, succeeded, failed, state]] of STEPS.entries()) {
      on.stage.now = began + hours * HOUR_MS;
      const { log, health } = processes[index % count]!;
      const add = (result: 'SUCCEEDED' | 'FAILED') =>
        log.add({ row: callRow(on), providerId: 'things', result, quota: null });
      for (let n = 0; n < succeeded; n += 1) add('SUCCEEDED');
      for (let n = 0; n < failed; n += 1) add('FAILED');
      await log.flush();
      await health.age(on.stage.now);
      const row = await on.db.selectFrom('health').select('state').executeTakeFirst();
      seen.push(`${hours} h: ${row?.state ?? 'UNKNOWN'}`);
      expected.push(`${hours} h: ${state}`);
    }

    expect(seen).toEqual(expected);
    const told = on.published.length + processes.reduce((sum, { published }) => sum + published.length, 0);
    const changes = await on.db.selectFrom('health_change').selectAll().execute();
    expect(told).toBe(changes.length);
  });
});

type Stage = Awaited<ReturnType<typeof openRequestStage>>;

/** What a process of its own has for health, over the same database. */
function processOver({ db, stage }: Stage) {
  const published: unknown[] = [];
  const clock = () => stage.now;
  const health = new Health({
    db,
    outbox: noOutbox,
    events: { publish: (name) => void published.push(name) },
    clock,
  });
  const log = new ApiCallLog({ db, onBatch: (trx, calls) => health.count(trx, calls), logger: { warn: expect.fail } });
  return { health, log, published };
}

function callRow({ integrationId, stage }: Stage) {
  return {
    id: newId('call'),
    integrationId,
    method: 'GET',
    endpoint: '/',
    statusCode: 200,
    durationMs: 10,
    attempt: 1,
    at: stage.now,
  };
}
