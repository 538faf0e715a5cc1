import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accessibilityFaults } from '../kit/accessibility.js';
import { countLoads, describeInBrowser, TestChromium } from '../kit/browser.js';
import { HubProcess } from '../kit/hub-process.js';
import { linkInSandbox } from '../kit/link-in-sandbox.js';
import { complaintsOf, connectInSandbox, openConsent, openView, signInLink } from '../kit/page.js';

const PERSON = 'ada.lindqvist@acorn.example';

describeInBrowser('the page', () => {
  let hub: HubProcess;
  let browser: TestChromium;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    hub = await HubProcess.start({ HUB_OPERATOR_KEY: '', HUB_SANDBOX: '1' });
    browser = await TestChromium.start();
    await linkInSandbox(hub, 'slack', 'ada.lindqvist');
  }, 60_000);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await hub?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await page?.close();
    await browser.context.clearCookies();
    page = await browser.newPage();
    complaints = complaintsOf(page);
  });

  it('connects a calendar and shows its events arrive, without reload', async () => {
    const card = page.getByRole('article', { name: `Google Calendar ${PERSON}` });
    const events = card.locator('[data-model="CalendarEvent"]');
    await page.goto(signInLink(hub));
    await page.getByText('Live', { exact: true }).waitFor();
    const loads = countLoads(page);
    await connectInSandbox(page, 'Google Calendar', PERSON);
    await openView(page, 'Integrations');

    await card.getByText('Connected', { exact: true }).waitFor();
    await events.getByText('Up to date').waitFor();
    const stored = await storedEvents(hub);
    expect(stored).toBeGreaterThan(2_000);
    await events.getByText(`${stored.toLocaleString('en')} records`).waitFor();

    await card.getByRole('button', { name: 'Sync now' }).click();
    await events.getByText(`${stored.toLocaleString('en')} unchanged`).waitFor();

    await card.getByRole('button', { name: 'Disconnect' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('What was synced is kept: 2,266 records.').waitFor();
    await dialog.getByRole('checkbox', { name: 'Also delete what was synced' }).check();
    await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await card.getByText('Disconnected', { exact: true }).waitFor();
    await events.getByText('0 records').waitFor();
    expect(await storedEvents(hub)).toBe(0);
    expect(loads()).toBe(0);
    expect(complaints).toEqual([]);
  }, 90_000);

  it('reconnects the account that a link names', async () => {
    await page.goto(signInLink(hub));
    const integrationId = await idOfCalendar(hub);
    await page.goto(`${hub.url}/?reconnect=${integrationId}`);
    const reconnect = page.getByRole('button', { name: `Reconnect Google Calendar (${PERSON})` });
    await reconnect.waitFor();
    expect(await reconnect.evaluate((button) => button.ownerDocument.activeElement === button)).toBe(true);

    const [popup] = await Promise.all([page.waitForEvent('popup'), reconnect.press('Enter')]);
    await popup.getByRole('button', { name: PERSON }).click();

    await page.getByRole('status').getByText('is connected').waitFor();
    expect(await idOfCalendar(hub)).toBe(integrationId);
  }, 60_000);

  it('goes to the provider in its own window where the browser allows no other', async () => {
    await page.addInitScript('window.open = () => null');
    await page.goto(signInLink(hub));
    await openView(page, 'Connect');

    await page.getByRole('button', { name: 'Connect Gmail', exact: true }).click();
    await page.getByRole('button', { name: PERSON }).click();

    await page.getByRole('status').getByText(`Gmail (${PERSON}) is connected`).waitFor();
    expect(page.url()).toBe(`${hub.url}/`);
  });

  it('says so where the window of the consent is closed, and opens another', async () => {
    await page.goto(signInLink(hub));
    await openView(page, 'Connect');
    const popup = await openConsent(page, page.getByRole('button', { name: 'Connect GitHub', exact: true }));

    await popup.close();
    await page.getByRole('dialog').getByText('The window of GitHub was closed').waitFor();
    const again = await openConsent(page, page.getByRole('button', { name: 'Try again' }));
    await again.getByRole('button', { name: 'ada-lindqvist' }).click();

    await page.getByRole('status').getByText('GitHub (ada-lindqvist) is connected').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
  });

  it('finds a service by its name and its category, and says what it may do there', async () => {
    await page.goto(signInLink(hub));
    await openView(page, 'Connect');
    const headings = page.getByRole('main').getByRole('heading', { level: 2 });
    await headings.filter({ hasText: 'Slack' }).waitFor();

    await page.getByText('Payments', { exact: true }).first().click();
    await page.getByText('1 service', { exact: true }).waitFor();
    expect(await headings.allTextContents()).toEqual(['Stripe']);
    await page.getByText('All', { exact: true }).click();
    await page.getByLabel('Search for a service').fill('calendar');
    await page.getByText('1 service', { exact: true }).waitFor();
    await page.getByText('What it may do at Google Calendar').click();

    await page.getByText('To see which calendars the account has, and its address.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('tries a key before it keeps it', async () => {
    await page.goto(signInLink(hub));
    await openView(page, 'Connect');
    await page.getByRole('button', { name: 'Connect with a key Stripe' }).click();
    const dialog = page.getByRole('dialog');

    await dialog.getByLabel('Key', { exact: true }).fill('ключ');
    await dialog.getByRole('button', { name: 'Check and connect' }).click();

    await dialog.getByRole('alert').getByText('is no API key').waitFor();
    expect(await dialog.getByRole('link', { name: 'Where Stripe has it' }).getAttribute('href')).toBe(
      'https://dashboard.stripe.com/apikeys',
    );
  });

  it('shows what others do, and goes on after the hub was away', async () => {
    await page.goto(signInLink(hub));
    await page.getByText('Live', { exact: true }).waitFor();
    const card = page.getByRole('article', { name: `Google Calendar ${PERSON}` });
    const loads = countLoads(page);

    await hub.stop();
    await page.getByText('Offline', { exact: true }).waitFor();
    await hub.start();
    await page.getByText('Live', { exact: true }).waitFor();
    await disconnect(hub, await idOfCalendar(hub));

    await card.getByText('Disconnected', { exact: true }).waitFor();
    expect(loads()).toBe(0);
  }, 90_000);

  it('leaves the key neither in the address nor to scripts, and forgets who was there on signing out', async () => {
    await page.goto(signInLink(hub));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(page.url()).toBe(`${hub.url}/`);
    expect(await page.evaluate('document.cookie')).toBe('');

    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByLabel('Key or token').waitFor();
    await page.reload();
    await page.getByLabel('Key or token').waitFor();
  });

  it('says in words why a key does not sign in, and takes one that does', async () => {
    await page.goto(hub.url);
    await page.getByLabel('Key or token').fill('not-a-key-of-this-hub');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').filter({ hasText: /\w/ }).textContent()).toMatch(/\w+ \w+ \w+.*\.$/);

    await page.getByLabel('Key or token').fill(await hub.tokenFor({ tenant: 'acme', sub: 'ada' }));
    await page.getByRole('button', { name: 'Sign in' }).click();

    await page.getByText('Nothing is connected yet').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('asks for a new sign-in once the session has ended', async () => {
    await page.goto(hub.url);
    await page.getByLabel('Key or token').fill(await hub.tokenFor({ tenant: 'acme', sub: 'ada' }, '3s'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Nothing is connected yet').waitFor();

    await page.getByRole('alert').getByText('Your session has ended').waitFor();
    expect(await page.getByLabel('Key or token').isVisible()).toBe(true);
  });

  it('says what came of a consent that was refused, once', async () => {
    await page.goto(signInLink(hub));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();

    await page.goto(`${hub.url}/?status=error&error=access_denied`);

    await page.getByText('consent was not given at the provider').waitFor();
    expect(page.url()).toBe(`${hub.url}/`);
  });

  it('loads less than 200 kB of script for its first view, compressed on the way', async () => {
    await page.goto(signInLink(hub));
    await page.getByRole('article').first().waitFor();

    const bytes = await page.evaluate<number>(
      `performance.getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
  });

  it('leads to GraphiQL with the query that fills the view', async () => {
    await page.goto(signInLink(hub));
    await page.getByRole('link', { name: 'Open the query of “Integrations” in GraphiQL' }).click();
    await page.getByRole('button', { name: /execute query/i }).click();

    await page.locator('.result-window').getByText('"accountLabel"').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/graphql');
  });

  it('speaks German where the browser does, and changes when it is told to', async () => {
    await page.addInitScript(`Object.defineProperty(navigator, 'languages', { value: ['de-CH', 'en'] })`);
    await page.goto(signInLink(hub));
    await page.getByRole('heading', { level: 1, name: 'Integrationen' }).waitFor();

    await page.getByLabel('Sprache').selectOption('en');

    await page.getByRole('heading', { level: 1, name: 'Integrations' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });

  it('is reached by keyboard: the content is skipped to, and a view that opens takes the focus', async () => {
    await page.goto(signInLink(hub));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const focused = () => page.evaluate<string>('document.activeElement.id || document.activeElement.textContent');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('content');

    await page.getByRole('link', { name: 'Connect', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Connect' }).waitFor();

    expect(await focused()).toBe('Connect');
    expect(await page.title()).toBe('Connect · Integration hub');
  });

  it('has nothing that axe finds, light and dark, at 360 and 1440 px, and needs no scrolling sideways', async () => {
    const faults: string[] = [];
    const look = async (): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const width of [360, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          faults.push(...(await accessibilityFaults(page)).map((fault) => `${colorScheme}, ${width} px: ${fault}`));
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        }
      }
    };
    await page.goto(hub.url);
    await page.getByLabel('Key or token').waitFor();
    await look();
    await page.goto(signInLink(hub));
    await page.getByRole('article').first().waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await look();
    await page.getByRole('button', { name: 'Disconnect' }).first().click();
    await page.getByRole('dialog').waitFor();
    await look();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await openView(page, 'Connect');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await look();

    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);
});

async function idOfCalendar(hub: HubProcess): Promise<string> {
  const { integrations } = await hub.get<{ integrations: { nodes: { id: string }[] } }>(
    '{ integrations(filter: { providerId: "google-calendar" }) { nodes { id } } }',
  );
  return integrations.nodes.map(({ id }) => id).join();
}

async function storedEvents(hub: HubProcess): Promise<number> {
  const { integrations } = await hub.get<{ integrations: { nodes: { records: { totalCount: number } }[] } }>(
    '{ integrations { nodes { records(filter: { model: "CalendarEvent" }) { totalCount } } } }',
  );
  return integrations.nodes.reduce((sum, { records }) => sum + records.totalCount, 0);
}

async function disconnect(hub: HubProcess, integrationId: string): Promise<void> {
  await hub.get(
    `mutation ($id: ID!) { disconnectIntegration(input: { integrationId: $id }) { userErrors { message } } }`,
    {
      id: integrationId,
    },
  );
}
