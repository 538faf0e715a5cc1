import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { seedDashboard } from '../dashboard/seed-dashboard.js';
import { graphqlRequest, OPERATOR_KEY, startHub, untilAnswered } from '../processes.js';
import { formatCount, median, type Result } from '../result.js';
import { scratchFolder } from '../scratch.js';

const INTEGRATIONS = 1_000;
const ROUNDS = 5;
/** What a wheel turns by, in pixels. */
const NOTCH = 600;

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** Collects what keeps the page from answering for more than 50 ms. */
const OBSERVE_LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries()))
    .observe({ type: 'longtask', buffered: true });`;

/** Bytes of the scripts that were loaded, as they came over the wire. */
const SCRIPT_BYTES = `performance.getEntriesByType('resource')
  .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

const FIRST_PAINT = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`;

/** The first card's button can be pressed, and nothing long is under way any more. */
const INTERACTIVE = `Math.max(performance.now(), ...longTasks.map(({ startTime, duration }) => startTime + duration))`;

interface Opened {
  scriptBytes: number;
  paintedMs: number;
  interactiveMs: number;
}

/** How soon the built page can be used, by someone who is signed in, and how a list of 1,000 accounts scrolls. */
export async function benchPage(): Promise<Result[]> {
  await using folder = await scratchFolder();
  const database = join(folder.path, 'hub.sqlite');
  await seedDashboard(database, INTEGRATIONS);
  await using hub = await startHub(database);
  await untilAnswered(hub, graphqlRequest('{ viewer { role } }'));
  const url = `http://127.0.0.1:${hub.port}/`;
  console.log(`page: ${formatCount(INTEGRATIONS)} integrations, in Chromium`);

  const context = await chromium.launchPersistentContext(join(folder.path, 'profile'), {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: FLAGS,
    viewport: { width: 1_000, height: 900 },
  });
  try {
    await context.addInitScript(OBSERVE_LONG_TASKS);
    await signIn(context, url);
    const rounds: Opened[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await open(context, url));
    return [...openingResults(rounds), await scroll(context, url)];
  } finally {
    await context.close();
  }
}

async function signIn(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}#key=${OPERATOR_KEY}`);
  await untilUsable(page);
  await page.close();
}

/** By someone who was never here: the browser's cache is left out. */
async function open(context: BrowserContext, url: string): Promise<Opened> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(url);
  await untilUsable(page);
  const opened = {
    interactiveMs: await page.evaluate<number>(INTERACTIVE),
    scriptBytes: await page.evaluate<number>(SCRIPT_BYTES),
    paintedMs: await page.evaluate<number>(FIRST_PAINT),
  };
  await page.close();
  return opened;
}

async function untilUsable(page: Page): Promise<void> {
  await page.getByRole('article').first().getByRole('button').first().waitFor();
}

/** Reads the whole list, then turns the wheel to its end and back. */
async function scroll(context: BrowserContext, url: string): Promise<Result> {
  const page = await context.newPage();
  await page.goto(url);
  await untilUsable(page);
  const cards = page.getByRole('article');
  // The list grows by itself where somebody comes near its end.
  for (let shown = await cards.count(); shown < INTEGRATIONS; shown = await cards.count()) {
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await cards.nth(shown).waitFor({ state: 'attached' });
  }
  await page.evaluate('scrollTo(0, 0)');
  await page.mouse.move(500, 450);
  await page.evaluate('longTasks.length = 0');
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  for (const direction of [1, -1]) {
    for (let scrolled = 0; scrolled < height; scrolled += NOTCH) await page.mouse.wheel(0, direction * NOTCH);
  }
  while ((await page.evaluate<number>('scrollY')) > NOTCH) await delay(20);
  const tasks = await page.evaluate<number[]>('longTasks.map(({ duration }) => duration)');
  await page.close();
  return {
    what: `a list of ${formatCount(INTEGRATIONS)} accounts scrolls, longest task`,
    measured: `${tasks.length} tasks of 50 ms or more over ${formatCount(height)} pixels and back`,
    value: Math.max(0, ...tasks),
    aim: { atMost: 100 },
    unit: 'ms',
  };
}

function openingResults(rounds: readonly Opened[]): Result[] {
  const middle = (what: keyof Opened) => median(rounds.map((round) => round[what]));
  return [
    {
      what: 'scripts of the first view, compressed',
      measured: `${formatCount(middle('scriptBytes'))} bytes over the wire`,
      value: middle('scriptBytes') / 1_000,
      aim: { atMost: 200 },
      unit: 'kB',
    },
    {
      what: 'the page can be used',
      measured: `first paint after ${formatCount(middle('paintedMs'))} ms; with ${formatCount(INTEGRATIONS)} accounts linked`,
      value: middle('interactiveMs'),
      aim: { atMost: 2_000 },
      unit: 'ms',
    },
  ];
}
