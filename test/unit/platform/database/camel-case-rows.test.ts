import { expect, test } from 'vitest';
import { CamelCaseRows } from '../../../../src/platform/database/camel-case-rows.js';

const queryId = { queryId: 'of-no-matter' };

async function renamed(rows: Record<string, unknown>[]) {
  const { rows: answer } = await new CamelCaseRows().transformResult({ queryId, result: { rows } });
  return answer;
}

test('names the columns of every row in camelCase and keeps their order', async () => {
  const rows = await renamed([
    { id: 'int_1', next_full_at: 5, p95_latency_ms: null },
    { id: 'int_2', next_full_at: null, p95_latency_ms: 7 },
  ]);

  expect(rows).toEqual([
    { id: 'int_1', nextFullAt: 5, p95LatencyMs: null },
    { id: 'int_2', nextFullAt: null, p95LatencyMs: 7 },
  ]);
  expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'nextFullAt', 'p95LatencyMs']);
});

test('keeps results of other columns apart', async () => {
  const plugin = new CamelCaseRows();
  await plugin.transformResult({ queryId, result: { rows: [{ call_limit: 1, remaining: 2 }] } });

  const { rows } = await plugin.transformResult({ queryId, result: { rows: [{ remaining: 3, call_limit: 4 }] } });

  expect(rows).toEqual([{ remaining: 3, callLimit: 4 }]);
});

test('takes a name that is no identifier for the name it is', async () => {
  expect(await renamed([{ 'count(*)': 1, '"; throw 1; //': 2 }])).toEqual([{ 'count(*)': 1, '"; throw 1; //': 2 }]);
});

test('leaves what a statement without rows says', async () => {
  const result = { rows: [], numAffectedRows: 3n };

  expect(await new CamelCaseRows().transformResult({ queryId, result })).toEqual(result);
});
