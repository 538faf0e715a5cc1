import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { countLoads, describeInBrowser, TestChromium } from '../kit/browser.js';
import { HubProcess } from '../kit/hub-process.js';

const PERSON = 'ada.lindqvist@acorn.example';

describeInBrowser('the page', () => {
  let hub: HubProcess;
  let browser: TestChromium;
  let page: Page;

  beforeAll(async () => {
    hub = await HubProcess.start({ HUB_OPERATOR_KEY: '', HUB_SANDBOX: '1' });
    browser = await TestChromium.start();
  }, 60_000);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await hub?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await page?.close();
    await browser.context.clearCookies();
    page = await browser.newPage();
  });

  it('connects a calendar and shows its events arrive, without reload', async () => {
    const card = page.getByRole('article', { name: `Google Calendar ${PERSON}` });
    const events = card.locator('[data-model="CalendarEvent"]');
    await page.goto(signInLink(hub));
    await connectCalendar(page);
    await page.waitForURL(`${hub.url}/`);
    const loads = countLoads(page);

    await card.getByText('Connected', { exact: true }).waitFor();
    await events.getByText('Up to date').waitFor();
    const stored = await storedEvents(hub);
    expect(stored).toBeGreaterThan(2_000);
    await events.getByText(`${stored.toLocaleString('en')} records`).waitFor();

    await card.getByRole('button', { name: 'Sync now' }).click();
    await events.getByText(`${stored.toLocaleString('en')} unchanged`).waitFor();

    await card.getByRole('button', { name: 'Disconnect' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Also delete what was synced' }).check();
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await card.getByText('Disconnected', { exact: true }).waitFor();
    await events.getByText('0 records').waitFor();
    expect(await storedEvents(hub)).toBe(0);
    expect(loads()).toBe(0);
  }, 90_000);

  it('reconnects the account that a link names', async () => {
    await page.goto(signInLink(hub));
    const integrationId = await idOfCalendar(hub);
    await page.goto(`${hub.url}/?reconnect=${integrationId}`);
    const reconnect = page.getByRole('button', { name: `Reconnect Google Calendar (${PERSON})` });
    await reconnect.waitFor();
    expect(await reconnect.evaluate((button) => button.ownerDocument.activeElement === button)).toBe(true);

    await reconnect.press('Enter');
    await page.getByRole('button', { name: PERSON }).click();

    await page.getByRole('status').getByText('is connected').waitFor();
    expect(await idOfCalendar(hub)).toBe(integrationId);
  }, 60_000);

  it('shows what others do, and goes on after the hub was away', async () => {
    await page.goto(signInLink(hub));
    await page.getByText('Live', { exact: true }).waitFor();
    const card = page.getByRole('article', { name: `Google Calendar ${PERSON}` });
    const loads = countLoads(page);

    await hub.stop();
    await page.getByText('Reconnecting…').waitFor();
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

  it('says what came of a consent that was refused, once', async () => {
    await page.goto(signInLink(hub));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();

    await page.goto(`${hub.url}/?status=error&error=access_denied`);

    await page.getByText('consent was not given at the provider').waitFor();
    expect(page.url()).toBe(`${hub.url}/`);
  });

  it("runs under the hub's content security policy without a complaint", async () => {
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));

    await page.goto(signInLink(hub));
    await page.getByText('Live', { exact: true }).waitFor();

    expect(complaints).toEqual([]);
  });
});

function signInLink(hub: HubProcess): string {
  const [link] = /http\S+\/#key=\S+/.exec(hub.output) ?? [];
  if (link === undefined) throw new Error(`The hub printed no sign-in link:\n${hub.output}`);
  return link;
}

async function connectCalendar(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect Google Calendar', exact: true }).click();
  await page.getByRole('button', { name: PERSON }).click();
}

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
