import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accessibilityFaults } from '../kit/accessibility.js';
import { countLoads, describeInBrowser, TestChromium } from '../kit/browser.js';
import { HubProcess } from '../kit/hub-process.js';
import { startReceiver, type Receiver } from '../kit/outbound/receiver.js';
import { complaintsOf, consentAtOidc, declareContacts, openConsent, openView } from '../kit/page.js';

const SETTINGS = `{ provider(id: "slack") { configured defaultScopes settings { clientId hasClientSecret enabled } } }`;
const ACCOUNT = `{ integrations { nodes { id } } }`;
const TRIGGER = `mutation ($id: ID!) { triggerSync(input: { integrationId: $id }) { userErrors { message } } }`;
const DISCONNECT = `mutation ($id: ID!) { disconnectIntegration(input: { integrationId: $id }) { userErrors { message } } }`;

describeInBrowser("the operator's part of the page", () => {
  let hub: HubProcess;
  let contacts: Awaited<ReturnType<typeof declareContacts>>;
  let receiver: Receiver;
  let browser: TestChromium;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    hub = await HubProcess.start();
    contacts = await declareContacts(hub);
    receiver = await startReceiver();
    browser = await TestChromium.start();
  }, 60_000);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await receiver?.[Symbol.asyncDispose]();
    await contacts?.[Symbol.asyncDispose]();
    await hub?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await page?.close();
    await browser.context.clearCookies();
    page = await browser.newPage();
    complaints = complaintsOf(page);
  });

  const signIn = async (key = hub.operatorKey, address = '/'): Promise<void> => {
    await page.goto(`${hub.url}${address}#key=${key}`);
    await page.getByText('Live', { exact: true }).waitFor();
  };
  const openBeside = async (address: string): Promise<AsyncDisposable & { page: Page }> => {
    const another = await browser.newPage();
    await another.goto(address);
    return { page: another, [Symbol.asyncDispose]: () => another.close() };
  };
  const done = (words: string): Promise<void> => page.getByRole('status').getByText(words).waitFor();

  it('shows an account that fails at once: on the wall, among all, as an alert that is seen and passes', async () => {
    await signIn();
    await openView(page, 'Connect');
    const popup = await openConsent(page, page.getByRole('button', { name: 'Connect Contacts', exact: true }));
    await consentAtOidc(popup, 'ada');
    await done('is connected');
    const id = (await hub.get<{ integrations: { nodes: { id: string }[] } }>(ACCOUNT)).integrations.nodes[0]!.id;
    await page.getByRole('link', { name: 'Operator' }).click();
    const tile = page.locator('[data-provider="contacts"]');
    await tile.getByText('1 account: 1 Healthy').waitFor();
    const loads = countLoads(page);
    await using beside = await openBeside(`${hub.url}/operator/integrations?state=REAUTHORIZATION_REQUIRED`);
    await beside.page.getByText('No integration is like that.').waitFor();
    await beside.page.getByText('Live', { exact: true }).waitFor();
    await page.bringToFront();

    contacts.api.answerAlways = { status: 401, body: '{}' };
    await hub.get(TRIGGER, { id });
    await tile.getByText('1 account: 1 Down').waitFor();
    await beside.page.getByRole('row').getByText('Needs you').waitFor();
    await tile.getByRole('link', { name: '1 account' }).click();
    await page.getByRole('heading', { level: 1, name: 'All integrations' }).waitFor();
    expect(await page.getByLabel('Provider').inputValue()).toBe('contacts');
    await page.getByRole('row').getByText('Needs you').waitFor();
    await page.getByLabel('Search in accounts').fill('NOBODY');
    await page.getByText('No integration is like that.').waitFor();
    await page.getByLabel('Search in accounts').fill('oPeRaTor');
    await page.getByRole('status').getByText('1 integration', { exact: true }).waitFor();
    await page.getByLabel('State').selectOption('Connected');
    await page.getByText('No integration is like that.').waitFor();

    await openSection(page, 'Alerts', 'Alerts');
    const row = page.getByRole('row').filter({ hasText: 'has to be connected again' });
    await row.getByRole('button', { name: /^Mark as seen/ }).click();
    await done('Marked as seen');
    await row.getByRole('button').first().click();
    await page.getByText('REAUTHORIZATION_REQUIRED').waitFor();
    await hub.get(DISCONNECT, { id });
    await page.getByText('Nothing is wrong now.').waitFor();
    await beside.page.getByText('No integration is like that.').waitFor();
    await page.getByLabel('State').selectOption('Over');
    await page.getByRole('row').getByText('Over').first().waitFor();

    expect(loads()).toBe(0);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('sets a provider up, shows of its secret only that there is one, switches it off and forgets it', async () => {
    const settings = async () =>
      (await hub.get<{ provider: { configured: boolean; defaultScopes: string[]; settings: object } }>(SETTINGS))
        .provider;
    await signIn(hub.operatorKey, '/operator/providers');
    await page.getByLabel('Search for a provider').fill('slack');
    await page.getByRole('link', { name: 'Slack', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Slack' }).waitFor();
    await page.getByText(`${hub.url}/oauth/callback/slack`).waitFor();
    await page.getByText(`${hub.url}/webhooks/slack`).waitFor();
    const secret = page.getByLabel('Client secret', { exact: true });

    await secret.fill('hush-hush');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Give the client id too').waitFor();
    await page.getByLabel('Client id').fill('my-client');
    await page.getByLabel('Scopes').fill('channels:read\nusers:read');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await done('is saved');
    await page.getByText('Ready to connect').waitFor();

    expect(await secret.inputValue()).toBe('');
    expect(await page.content()).not.toContain('hush-hush');
    expect(await settings()).toEqual({
      configured: true,
      defaultScopes: ['channels:read', 'users:read'],
      settings: { clientId: 'my-client', hasClientSecret: true, enabled: true },
    });

    // What is not touched is kept.
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Switch off Slack' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('Switched off', { exact: true }).waitFor();
    expect(await settings()).toMatchObject({ configured: true, settings: { hasClientSecret: true, enabled: false } });
    await page.getByRole('button', { name: 'Switch on Slack' }).click();
    await page.getByText('Ready to connect').waitFor();

    await page.getByLabel('Scopes').fill('two, "quoted"');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('A scope is a name without spaces').waitFor();

    await page.getByRole('button', { name: 'Forget set-up' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Forget set-up' }).click();
    await page.getByText('Not set up', { exact: true }).waitFor();
    expect(await page.getByLabel('Client id').inputValue()).toBe('');
    expect(await settings()).toMatchObject({ configured: false, settings: { clientId: null, hasClientSecret: false } });
    expect(complaints).toEqual([]);
  }, 60_000);

  it('declares a provider from its description, says what is wrong with one, and removes it', async () => {
    await signIn(hub.operatorKey, '/operator/providers/new');
    const declaration = page.getByLabel('Declaration, in JSON');
    const example = await declaration.inputValue();
    const declare = page.getByRole('button', { name: 'Declare' });

    await declaration.fill('{ "id": ');
    await declare.click();
    await page.getByRole('alert').getByText('This is not a JSON object').waitFor();
    await declaration.fill(example.replace('"acme"', '"Not a slug"'));
    await declare.click();
    await page.getByRole('alert').getByText('lower-case').waitFor();
    await declaration.fill(example);
    await declare.click();
    await page.getByRole('heading', { level: 1, name: 'Acme' }).waitFor();
    await page.getByText(`${hub.url}/oauth/callback/acme`).waitFor();

    await page.getByRole('button', { name: 'Remove Acme' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { level: 1, name: 'Providers' }).waitFor();
    await page.getByLabel('Search for a provider').fill('acme');
    await page.getByText('No provider is like that.').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('sends events to an endpoint, shows its secret once, every try, and sends again', async () => {
    receiver.answer = () => ({ status: 500 });
    await signIn(hub.operatorKey, '/operator/endpoints');
    await page.getByRole('link', { name: 'New endpoint' }).click();
    await page.getByLabel('Address').fill(receiver.url);
    await page.getByLabel('Account connected').check();
    await page.getByRole('button', { name: 'Create' }).click();
    const secret = (await page.getByText(/^whsec_/).textContent()) ?? '';
    await page.getByRole('link', { name: 'To the endpoint' }).click();
    await page.getByText('Account connected, Alert fired, Alert over').waitFor();
    expect(await page.content()).not.toContain(secret);

    await page.getByRole('button', { name: /^Send test event/ }).click();
    await done('A test event is on its way');
    const row = page.getByRole('row').filter({ hasText: 'test' }).first();
    await untilShown(page, row.getByText('Failed, is tried again'));
    await row.getByRole('button', { name: 'test' }).click();
    await page.getByRole('table', { name: 'Every try' }).getByText(/^500/).waitFor();
    await page.getByRole('region', { name: 'What is sent' }).getByText('"type": "test"').waitFor();

    receiver.answer = () => ({ status: 204 });
    await page.getByRole('button', { name: 'Send again test' }).click();
    await done('It is sent once more');
    await untilShown(page, row.getByText('Delivered'));
    expect(receiver.of('test')).toHaveLength(2);

    await page.getByText('Change address and events').click();
    await page.getByLabel('Description').fill('The back end');
    await page.getByLabel('Sync failed').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await done('The endpoint is changed');
    await page.getByText('Account connected, Sync failed, Alert fired, Alert over').waitFor();

    await page.getByRole('button', { name: /^Rotate secret/ }).click();
    await page.getByLabel('Hours for which').fill('1');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
    expect(await page.getByText(/^whsec_/).textContent()).not.toBe(secret);
    await page.getByText('Old secret signs until').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Switch off/ }).click();
    await page.getByText('Switched off', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Remove/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Nothing is sent anywhere yet.').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('shows who did what, what runs when, and by which keys the database is sealed', async () => {
    await signIn(hub.operatorKey, '/operator/audit');
    await page.getByLabel('What').selectOption('Set a provider up');
    await page.getByRole('row').filter({ hasText: 'slack' }).first().getByRole('button').click();
    await page.getByText('session', { exact: true }).waitFor();
    await page.getByLabel('User').fill('nobody');
    await page.getByText('No entry is like that.').waitFor();

    await openSection(page, 'Jobs', 'Scheduled jobs');
    await page.getByRole('table', { name: 'Of the hub itself' }).getByText('check-alerts').waitFor();
    await openSection(page, 'Keys', 'Encryption keys');
    await page.getByRole('row').filter({ hasText: 'local-1' }).getByText('Seals new values').waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows an administrator what is of their tenant, and a user no way to any of it', async () => {
    await signIn(await hub.tokenFor({ tenant: 'acme', sub: 'boss', role: 'admin' }), '/operator');
    const sections = page.getByRole('navigation', { name: 'Views of the operator' });
    await sections.waitFor();
    expect(await sections.getByRole('link').allTextContents()).toEqual([
      'Health',
      'Integrations',
      'Alerts',
      'Endpoints',
      'Audit log',
    ]);
    await openSection(page, 'Endpoints', 'Outbound endpoints');
    await page.getByText('Nothing is sent anywhere yet.').waitFor();

    await signIn(await hub.tokenFor({ tenant: 'acme', sub: 'ada' }), '/operator');
    await page.getByText('There is no such view.').waitFor();
    expect(await page.getByRole('link', { name: 'Operator' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('has nothing that axe finds, light and dark, at 360 and 1440 px, and needs no scrolling sideways', async () => {
    await signIn(hub.operatorKey, '/operator');
    const faults: string[] = [];
    const look = async (view: string, colorScheme: 'light' | 'dark', width: number): Promise<void> => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const found = await accessibilityFaults(page);
      faults.push(...found.map((fault) => `${view}, ${colorScheme}, ${width} px: ${fault}`));
      expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBeLessThanOrEqual(width);
    };

    for (const [index, open] of VIEWS.entries()) {
      await open(page);
      await page.getByText('Loading…').waitFor({ state: 'detached' });
      const view = await page.title();
      // Colours do not depend on the width, so each view is looked at in two of the four ways.
      const [narrow, wide] = index % 2 === 0 ? (['light', 'dark'] as const) : (['dark', 'light'] as const);
      await look(view, narrow, 360);
      await look(view, wide, 1440);
    }

    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);
});

/** Each goes on from the one before. */
const VIEWS: readonly ((page: Page) => Promise<void>)[] = [
  (page) => page.getByRole('heading', { level: 2 }).first().waitFor(),
  (page) => openSection(page, 'Integrations', 'All integrations'),
  (page) => openSection(page, 'Alerts', 'Alerts'),
  async (page) => {
    await openSection(page, 'Providers', 'Providers');
    await page.getByLabel('Search for a provider').fill('google-calendar');
    await page.getByText('1 service', { exact: true }).waitFor();
  },
  async (page) => {
    await page.getByRole('link', { name: 'Google Calendar' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor();
  },
  (page) => openSection(page, 'Endpoints', 'Outbound endpoints'),
  async (page) => {
    await page.getByRole('link', { name: 'New endpoint' }).click();
    await page.getByRole('button', { name: 'Create' }).waitFor();
  },
  (page) => openSection(page, 'Jobs', 'Scheduled jobs'),
  (page) => openSection(page, 'Audit log', 'Audit log'),
  (page) => openSection(page, 'Keys', 'Encryption keys'),
];

async function openSection(page: Page, name: string, heading: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views of the operator' })
    .getByRole('link', { name, exact: true })
    .click();
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** Presses Refresh until it is there: no stream tells of deliveries. */
async function untilShown(page: Page, wanted: ReturnType<Page['getByText']>): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: 'Refresh' }).click();
        return wanted.isVisible();
      },
      { timeout: 10_000 },
    )
    .toBe(true);
}
