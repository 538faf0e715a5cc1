import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HubMetrics } from '../../../src/metrics/hub-metrics.js';
import { PROJECT_ROOT } from '../../../src/project-root.js';
import { namesOf } from '../../kit/read-metrics.js';

/** The sources of what is measured on demand, of which only the names count here. */
const nothing = (engine: 'sqlite' | 'postgresql') => ({
  database: { engine, pool: () => Promise.resolve({ busy: 0, idle: 0, waiting: 0 }), bytes: () => Promise.resolve(0) },
  jobs: { due: () => Promise.resolve([]) },
  requests: { breakerStates: { closed: 0, open: 0, half_open: 0 } },
  webhooks: { countPending: () => Promise.resolve([]) },
});

async function everyName(): Promise<string[]> {
  const names = await Promise.all(
    (['sqlite', 'postgresql'] as const).map(async (engine) => {
      const metrics = new HubMetrics();
      metrics.watch(nothing(engine));
      return namesOf(await metrics.meters.text());
    }),
  );
  return [...new Set(names.flat())];
}

test('the table of docs/observability.md has every metric of the hub, and no other', async () => {
  const page = readFileSync(join(PROJECT_ROOT, 'docs/observability.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `(hub_\w+)/gm)].map(([, name]) => name);

  const own = (await everyName()).filter((name) => name.startsWith('hub_'));

  expect(new Set(documented)).toEqual(new Set(own));
});
