// What a person sees while something goes wrong at the provider, at another browser or on the network.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countLoads, describeInBrowser, TestChromium } from '../kit/browser.js';
import type { ContactsServer } from '../kit/contacts-server.js';
import { HubProcess } from '../kit/hub-process.js';
import { complaintsOf, consentAtOidc, declareContacts, openConsent, openView } from '../kit/page.js';

const NAME = 'Contacts ada@acme';

/** One account at a service that does as it is told, looked at by two browsers of the same person throughout. */
describeInBrowser('the page, while', () => {
  let hub: HubProcess;
  let contacts: Awaited<ReturnType<typeof declareContacts>>;
  let browsers: TestChromium[];
  let page: Page;
  let other: Page;
  let api: ContactsServer;
  let card: Locator;
  let complaints: string[];
  let loads: () => number;

  beforeAll(async () => {
    hub = await HubProcess.start();
    contacts = await declareContacts(hub);
    ({ api } = contacts);
    api.contacts = Array.from({ length: 6 }, (_, id) => ({
      id,
      name: 'A contact',
      updated_at: '2026-01-01T00:00:00Z',
    }));
    browsers = [await TestChromium.start(), await TestChromium.start()];
    [page, other] = (await Promise.all(browsers.map((browser) => signedInPage(browser)))) as [Page, Page];
    card = page.getByRole('article', { name: NAME });
    complaints = complaintsOf(page);
    loads = countLoads(page);
  }, 60_000);

  afterAll(async () => {
    for (const browser of browsers ?? []) await browser[Symbol.asyncDispose]();
    await contacts?.[Symbol.asyncDispose]();
    await hub?.[Symbol.asyncDispose]();
  });

  it('consent is denied, says so and connects nothing', async () => {
    await openView(page, 'Connect');
    const popup = await openConsent(page, page.getByRole('button', { name: 'Connect Contacts', exact: true }));
    await popup.getByRole('link', { name: 'Cancel' }).click();

    await page.getByRole('alert').getByText('Access was not granted at Contacts').waitFor();
    await openView(page, 'Integrations');
    expect(await page.getByText('Connected', { exact: true }).count()).toBe(0);
  });

  it('a first sync runs, shows how far it is, page by page', async () => {
    const gate = holdSecondPage(api);
    await openView(page, 'Connect');
    const popup = await openConsent(page, page.getByRole('button', { name: 'Connect Contacts', exact: true }));
    await consentAtOidc(popup, 'ada@acme');
    await openView(page, 'Integrations');
    const row = card.locator('[data-model="CrmContact"]');

    await row.getByText('Syncing', { exact: true }).waitFor();
    await row.getByText('1 page read: 2 added').waitFor();
    expect(await row.getByRole('progressbar').count()).toBe(1);
    gate.open();

    await row.getByText('Up to date').waitFor();
    await row.getByText('3 pages read: 6 added').waitFor();
    await row.getByText('6 records').waitFor();
    await card.getByText('Connected', { exact: true }).waitFor();
    await other.getByRole('article', { name: NAME }).getByText('6 records').waitFor();
  });

  it('the provider asks to slow down, says Paused and until when, and is right again by itself', async () => {
    api.answerAlways = { status: 429, body: '{}', headers: { 'retry-after': '2' } };
    await card.getByRole('button', { name: 'Sync now' }).click();

    await card.getByText('Paused', { exact: true }).waitFor();
    await card.getByText(/^Wait until \d/).waitFor();
    api.answerAlways = null;
    await card.getByText('Connected', { exact: true }).waitFor();

    await card.getByText('Up to date').waitFor();
    expect(await card.getByText(/^Wait until/).count()).toBe(0);
  });

  it('the provider is down, says so, and comes back', async () => {
    api.answerAlways = { status: 503, body: '{}' };
    await card.getByRole('button', { name: 'Sync now' }).click();
    await card.getByText('Paused', { exact: true }).waitFor({ timeout: 30_000 });
    api.answerAlways = null;

    await card.getByText('Connected', { exact: true }).waitFor({ timeout: 60_000 });
    expect(await card.getByText('Paused', { exact: true }).count()).toBe(0);
  }, 100_000);

  it('the provider refuses the grant, asks to reconnect, and keeps the account with its records', async () => {
    const before = await integrations(hub);
    api.answerAlways = { status: 401, body: '{}' };
    await card.getByRole('button', { name: 'Sync now' }).click();
    await card.getByText('Needs you', { exact: true }).waitFor();
    await other.getByRole('article', { name: NAME }).getByText('Needs you', { exact: true }).waitFor();
    api.answerAlways = null;

    const popup = await openConsent(page, card.getByRole('button', { name: 'Reconnect Contacts' }));
    await popup.waitForEvent('close');

    await card.getByText('Connected', { exact: true }).waitFor();
    await card.getByText('6 records').waitFor();
    expect(await integrations(hub)).toEqual(before);
  });

  it('two windows of a browser are open, shows the same in both by one set of streams', async () => {
    const second = await browsers[0]!.newPage();
    const streams: string[] = [];
    second.on('request', (request) => {
      if (request.headers().accept?.startsWith('text/event-stream')) streams.push(request.url());
    });
    await second.goto(hub.url);
    await second.getByText('Live', { exact: true }).waitFor();
    api.contacts.push({ id: 7, name: 'A new contact', updated_at: new Date().toISOString() });
    await card.getByRole('button', { name: 'Sync now' }).click();

    await second.getByRole('article', { name: NAME }).getByText('7 records').waitFor();
    await card.getByText('7 records').waitFor();
    await second.close();
    expect(streams).toEqual([]);
  });

  it('the network is gone, says that it is offline, and catches up', async () => {
    const context = browsers[1]!.context;
    const theirs = other.getByRole('article', { name: NAME });
    await context.setOffline(true);
    await other.getByText('Offline', { exact: true }).waitFor();

    await card.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await card.getByText('Disconnected', { exact: true }).waitFor();
    expect(await theirs.getByText('Connected', { exact: true }).count()).toBe(1);
    await context.setOffline(false);

    await theirs.getByText('Disconnected', { exact: true }).waitFor();
    await other.getByText('Live', { exact: true }).waitFor();
  });

  it('all this happens, neither reloads nor complains', () => {
    expect(loads()).toBe(0);
    expect(complaints).toEqual([]);
  });

  async function signedInPage(browser: TestChromium): Promise<Page> {
    const opened = await browser.newPage();
    await opened.goto(`${hub.url}/#key=${hub.operatorKey}`);
    await opened.getByText('Live', { exact: true }).waitFor();
    return opened;
  }
});

/** Lets one page of the list through, and keeps the others waiting until it is opened. */
function holdSecondPage(api: ContactsServer): { open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let pages = 0;
  api.beforePage = async () => {
    pages += 1;
    if (pages > 1) await promise;
  };
  return { open: resolve };
}

async function integrations(hub: HubProcess): Promise<unknown> {
  const { integrations: found } = await hub.get<{ integrations: { nodes: unknown } }>(
    '{ integrations(filter: { providerId: "contacts", state: CONNECTED }) { nodes { id externalAccountId syncs { id recordCount } } } }',
  );
  return found.nodes;
}
