import { chromium, type Page } from 'playwright-core';
import { startHub } from './hub.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const FOLDER = 'docs/images';

const ACCOUNTS = [
  { provider: 'Google Calendar', person: 'ada.lindqvist@acorn.example' },
  { provider: 'Slack', person: 'ada.lindqvist' },
  { provider: 'GitHub', person: 'ada-lindqvist' },
];

/** `npm run screenshots`: takes the pictures in docs/images from the running hub, so that they stay true. */
async function main(): Promise<void> {
  await using hub = await startHub();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 1100, height: 860 }, locale: 'en', colorScheme: 'light' });
  await page.goto(hub.signInLink);
  for (const account of ACCOUNTS) await connect(page, account);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.screenshot({ path: `${FOLDER}/connect.png` });
  await openView(page, 'Integrations');
  await page.getByText('Up to date').nth(ACCOUNTS.length).waitFor();
  await page.screenshot({ path: `${FOLDER}/page.png` });
  await openOperator(page);
  await page.screenshot({ path: `${FOLDER}/operator.png`, clip: { x: 0, y: 0, width: 1100, height: 470 } });
  await openView(page, 'Integrations');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 780 });
  await page.screenshot({ path: `${FOLDER}/page-dark-narrow.png` });
  await browser.close();
}

async function connect(page: Page, { provider, person }: (typeof ACCOUNTS)[number]): Promise<void> {
  await openView(page, 'Connect');
  const [consent] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: `Connect ${provider}`, exact: true }).click(),
  ]);
  await consent.getByRole('button', { name: person }).click();
  await page.getByRole('status').getByText(`${provider} (`).waitFor();
}

/** Its first view is called otherwise than its link. */
async function openOperator(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Operator' }).click();
  await page
    .getByText('1 account')
    .nth(ACCOUNTS.length - 1)
    .waitFor();
}

async function openView(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

await main();
