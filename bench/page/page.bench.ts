import { join } from 'node:path';
import { graphqlRequest, startHub, untilAnswered, type Process } from '../processes.js';
import { formatCount, median, type Result } from '../result.js';
import { scratchFolder } from '../scratch.js';
import { seedDashboard } from '../dashboard/seed-dashboard.js';
import { openBrowser, type BenchBrowser } from './browser.js';

const INTEGRATIONS = 1000;
const ROUNDS = 5;

/**
 * The built page in a browser: how much script its first view loads, how soon it can be used, and the
 * longest that the browser is kept from answering while somebody scrolls through 1,000 integrations.
 */
export async function benchPage(): Promise<Result[]> {
  await using browser = await openBrowser();
  if (browser === null) {
    console.log('page: left out, there is no Chromium (CHROMIUM_PATH)');
    return [];
  }
  await using folder = await scratchFolder();
  const path = join(folder.path, 'hub.sqlite');
  await seedDashboard(path, INTEGRATIONS, 1);
  await using hub = await startHub(path);
  await untilAnswered(hub, graphqlRequest('{ viewer { role } }'));
  return [await scriptSize(browser, hub), await timeToUse(browser, hub), await scrolling(browser, hub)];
}

async function scriptSize(browser: BenchBrowser, hub: Process): Promise<Result> {
  const bytes = await browser.scriptBytes(hub);
  return {
    what: 'page: script of the first view',
    measured: `${formatCount(bytes)} bytes, compressed`,
    value: bytes / 1000,
    aim: { atMost: 200 },
    unit: 'kB',
  };
}

async function timeToUse(browser: BenchBrowser, hub: Process): Promise<Result> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await browser.timeToUse(hub));
  const described = times.map(formatCount).join(', ');
  return {
    what: 'page: from opening it to integrations that can be used',
    measured: `median of ${described} ms`,
    value: median(times),
    aim: { atMost: 2000 },
    unit: 'ms',
  };
}

async function scrolling(browser: BenchBrowser, hub: Process): Promise<Result> {
  const longestTaskMs = await browser.longestTaskWhileScrolling(hub, INTEGRATIONS);
  return {
    what: `page: longest task while scrolling through ${formatCount(INTEGRATIONS)} integrations`,
    measured: `${formatCount(longestTaskMs)} ms`,
    value: longestTaskMs,
    aim: { atMost: 100 },
    unit: 'ms',
  };
}
