import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { describe } from 'vitest';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const MISSING = existsSync(PATH)
  ? null
  : `There is no Chromium at ${PATH}: install it (apt-get install chromium) or say with CHROMIUM_PATH where it is.`;

const isLeftOut = MISSING !== null && !process.env.CI;
if (isLeftOut) process.stderr.write(`\nThe tests in a browser are left out. ${MISSING}\n`);

/** A suite that needs a browser: left out, and said so, on a machine that has none; in CI it fails there. */
export const describeInBrowser = isLeftOut ? describe.skip : describe;

/** A real browser with an empty profile of its own. */
export class TestChromium implements AsyncDisposable {
  private constructor(
    private readonly profile: string,
    readonly context: BrowserContext,
  ) {}

  /** @throws where there is no Chromium. */
  static async start(): Promise<TestChromium> {
    if (MISSING !== null) throw new Error(MISSING);
    const profile = await mkdtemp(join(tmpdir(), 'hub-chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: PATH,
      args: FLAGS,
      viewport: { width: 1000, height: 900 },
    });
    context.setDefaultTimeout(20_000);
    return new TestChromium(profile, context);
  }

  newPage(): Promise<Page> {
    return this.context.newPage();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Counts the documents that a page loads from now on: a reload, or leaving for another page. */
export function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads += 1;
  });
  return () => loads;
}
