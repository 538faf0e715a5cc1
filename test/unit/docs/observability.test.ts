import { readFileSync } from 'node:fs';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HubMetrics } from '../../../src/metrics/hub-metrics.js';
import { PROJECT_ROOT } from '../../../src/project-root.js';
import { hasPromtool, promtool } from '../../kit/promtool.js';
import { namesOf } from '../../kit/read-metrics.js';

/** The sources of what is measured on demand, of which only the names count here. */
const nothing = (engine: 'sqlite' | 'postgresql') => ({
  database: { engine, pool: () => Promise.resolve({ busy: 0, idle: 0, waiting: 0 }), bytes: () => Promise.resolve(0) },
  jobs: { due: () => Promise.resolve([]) },
  requests: { breakerStates: { closed: 0, open: 0, half_open: 0 } },
  webhooks: { countPending: () => Promise.resolve([]) },
  deliveries: { countPending: () => Promise.resolve([]), countDead: () => Promise.resolve([]) },
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

const FOLDER = join(PROJECT_ROOT, 'docs/observability');

/** Metrics that expressions name, histograms without what their series append. */
function namedIn(file: string): string[] {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const found = [...text.matchAll(/\b(?:hub|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
  return [...new Set(found)].map((name) => name.replace(/_(bucket|count|sum)$/, ''));
}

test.each(['dashboard.json', 'alerts.yml'])('every metric that %s names exists', async (file) => {
  const named = namedIn(file);
  const known = new Set(await everyName());

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('docs/observability.md says what to do about every alert', () => {
  const page = readFileSync(join(PROJECT_ROOT, 'docs/observability.md'), 'utf8');
  const rules = readFileSync(join(FOLDER, 'alerts.yml'), 'utf8');
  const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);

  expect(new Set([...page.matchAll(/^\| `(Hub\w+)`/gm)].map(([, name]) => name))).toEqual(new Set(alerts));
});

test.runIf(hasPromtool)('the alerts are rules as Prometheus reads them', async () => {
  expect(await promtool(['check', 'rules', join(FOLDER, 'alerts.yml')])).toBe('');
});

test.runIf(hasPromtool)('the panels of the dashboard ask what Prometheus can answer', async () => {
  const { panels } = JSON.parse(readFileSync(join(FOLDER, 'dashboard.json'), 'utf8')) as {
    panels: { targets?: { expr: string }[] }[];
  };
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const rules = asked.map((expr, index) => ({ record: `panel:${index}`, expr: forPrometheus(expr) }));

  expect(asked.length).toBeGreaterThan(10);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'panels-'));
  // JSON is YAML.
  await writeFile(join(folder.path, 'panels.yml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
  expect(await promtool(['check', 'rules', join(folder.path, 'panels.yml')])).toBe('');
});

/** With what Grafana puts in the place of its variables. */
function forPrometheus(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.*');
}
