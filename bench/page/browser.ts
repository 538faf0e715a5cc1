import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { OPERATOR_KEY, type Process } from '../processes.js';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
/** At each turn of the wheel. */
const SCROLL_PX = 900;
const LONGEST_SCROLL_MS = 60_000;

/** Remembers every stretch of more than 50 ms in which the page could not answer. */
const RECORD_LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration }))))
    .observe({ type: 'longtask', buffered: true });
`;

interface LongTask {
  startTime: number;
  duration: number;
}

/** A browser that measures; null where there is none. */
export async function openBrowser(): Promise<BenchBrowser | null> {
  if (!existsSync(PATH)) return null;
  return new BenchBrowser(await chromium.launch({ executablePath: PATH, args: ['--no-sandbox', '--disable-gpu'] }));
}

export class BenchBrowser implements AsyncDisposable {
  constructor(private readonly browser: Browser) {}

  /** Of all scripts that are loaded until the first integration shows, compressed. */
  async scriptBytes(hub: Process): Promise<number> {
    return this.inNewPage(async (page) => {
      const scripts: Promise<Buffer>[] = [];
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.push(response.body());
      });
      await open(page, hub);
      return (await Promise.all(scripts)).reduce((bytes, script) => bytes + gzipSync(script).length, 0);
    });
  }

  /** Milliseconds until integrations show and the last long task of the way there is over. */
  async timeToUse(hub: Process): Promise<number> {
    return this.inNewPage(async (page) => {
      await open(page, hub);
      const shownAt = await page.evaluate<number>('performance.now()');
      const tasks = await longTasks(page);
      return Math.max(shownAt, ...tasks.map(({ startTime, duration }) => startTime + duration));
    });
  }

  /** Scrolls as somebody at a wheel does, until that many cards have shown. @throws where they do not. */
  async longestTaskWhileScrolling(hub: Process, cards: number): Promise<number> {
    return this.inNewPage(async (page) => {
      await open(page, hub);
      await page.evaluate('globalThis.longTasks.length = 0');
      for (const giveUpAt = Date.now() + LONGEST_SCROLL_MS; (await page.getByRole('article').count()) < cards;) {
        if (Date.now() > giveUpAt) throw new Error(`The page did not show ${cards} integrations.`);
        await page.mouse.wheel(0, SCROLL_PX);
        await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
      }
      return Math.max(0, ...(await longTasks(page)).map(({ duration }) => duration));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }

  private async inNewPage<Measured>(measure: (page: Page) => Promise<Measured>): Promise<Measured> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
    const page = await context.newPage();
    await page.addInitScript(RECORD_LONG_TASKS);
    const measured = await measure(page);
    await context.close();
    return measured;
  }
}

async function open(page: Page, hub: Process): Promise<void> {
  await page.goto(`http://127.0.0.1:${hub.port}/#key=${OPERATOR_KEY}`);
  await page.getByRole('article').first().waitFor();
}

async function longTasks(page: Page): Promise<LongTask[]> {
  return page.evaluate<LongTask[]>('globalThis.longTasks');
}
