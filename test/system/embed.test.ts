// <integration-card> in the page of another product: another origin, a strict policy, the product's own token.
import type { Locator, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../kit/accessibility.js';
import { countLoads, describeInBrowser, TestChromium } from '../kit/browser.js';
import { configureCalendar } from '../kit/connect-calendar.js';
import { GoogleCalendarServer } from '../kit/google-calendar-server.js';
import { startHostPage, type HostPage } from '../kit/host-page.js';
import { HubProcess } from '../kit/hub-process.js';

const CALENDAR = '<integration-card provider="google-calendar"></integration-card>';
const WORKS_SOON = { timeout: 15_000 };

describeInBrowser('<integration-card>', () => {
  let hub: HubProcess;
  let host: HostPage;
  let calendar: GoogleCalendarServer;
  let browser: TestChromium;
  let page: Page;
  let card: Locator;
  let complaints: string[];

  beforeAll(async () => {
    host = await startHostPage(() => hub.url);
    calendar = new GoogleCalendarServer({ events: 3 });
    await calendar.listen();
    hub = await HubProcess.start({ HUB_SANDBOX: '1', HUB_ALLOWED_ORIGINS: host.origin });
    await configureCalendar(hub, calendar);
    browser = await TestChromium.start();
  }, 60_000);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await hub?.[Symbol.asyncDispose]();
    await calendar?.close();
    await host?.[Symbol.asyncDispose]();
  });

  let user = 0;
  beforeEach(async () => {
    user += 1;
    const sub = `user-${user}`;
    host.token = () => hub.tokenFor({ tenant: 'acme', sub });
    calendar.authorization.denies = false;
    calendar.mend();
    page = await browser.newPage();
    complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    card = page.locator('integration-card').first();
  });

  afterEach(async () => {
    await page.close();
  });

  test('connects an account in a popup, says so to the page, and shows it live', async () => {
    await page.goto(host.show('<integration-card provider="slack"></integration-card>'));
    const loads = countLoads(page);
    await card.getByText('Not connected').waitFor();

    const popup = await openedBy(() => press('Connect (Slack)'));
    await popup.getByRole('button', { name: 'ada.lindqvist' }).click();

    await card.getByText('Connected', { exact: true }).waitFor();
    await card.getByText('Acorn Software').waitFor();
    await card.getByText('Slack is connected.').waitFor();
    await expect.poll(() => popup.isClosed(), WORKS_SOON).toBe(true);
    await card.getByText('Last synced now').waitFor(WORKS_SOON);
    expect(await told()).toEqual([
      {
        name: 'hub:connected',
        providerId: 'slack',
        integrationId: expect.stringMatching(/^int_/),
        accountLabel: 'Acorn Software',
      },
    ]);
    expect(loads()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('shows a sync, an outage and its end, and reconnects what was revoked, all without a reload', async () => {
    await connectCalendarCard();
    const loads = countLoads(page);
    const { id } = await shownAccount();

    const held = calendar.hold();
    await press('Sync now (Google Calendar)');
    await card.getByText('Syncing…').waitFor();
    held.release();
    await card.getByText('Syncing…').waitFor({ state: 'hidden' });

    calendar.breakWith('unavailable');
    await press('Sync now (Google Calendar)');
    await card.getByText('Paused', { exact: true }).waitFor();
    await card.getByText(/It goes on by itself at \d/).waitFor();
    await expectAccessible();
    calendar.mend();
    await card.getByText('Connected', { exact: true }).waitFor();
    await card.getByText('Syncing…').waitFor({ state: 'hidden' });

    calendar.authorization.revokeGrant();
    await press('Sync now (Google Calendar)');
    await card.getByText('Needs you').waitFor();
    await expectAccessible();
    await openedBy(() => press('Reconnect (Google Calendar)'));
    await card.getByText('Connected', { exact: true }).waitFor();

    expect(await shownAccount()).toEqual({ id, state: 'CONNECTED' });
    expect(loads()).toBe(0);
    expect(complaints).toEqual([]);
  }, 60_000);

  test('asks before it disconnects, by keyboard alone, and keeps what was synced', async () => {
    await connectCalendarCard();

    await card.getByRole('button', { name: 'Disconnect (Google Calendar)' }).focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: 'Disconnect Google Calendar?' });
    await question.waitFor();
    await expectAccessible();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    await card.getByText('Connected', { exact: true }).waitFor();

    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');

    await card.getByText('Disconnected', { exact: true }).waitFor();
    await card.getByRole('status').getByText('Google Calendar is disconnected.').waitFor();
    await card.locator('button:focus').getByText('Connect').waitFor();
    expect((await told()).map(({ name }) => name)).toEqual(['hub:connected', 'hub:disconnected']);
    expect(await shownAccount()).toMatchObject({ state: 'DISCONNECTED' });
    expect(complaints).toEqual([]);
  });

  test('says why nothing is connected where access is refused, and where the window is closed', async () => {
    calendar.authorization.denies = true;
    await page.goto(host.show(CALENDAR));
    await openedBy(() => press('Connect (Google Calendar)'));
    await card.getByRole('alert').getByText('Access was not granted').waitFor();
    expect(await told()).toEqual([expect.objectContaining({ name: 'hub:error', code: 'access_denied' })]);
    await expectAccessible();

    await page.goto(host.show('<integration-card provider="slack"></integration-card>'));
    const popup = await openedBy(() => press('Connect (Slack)'));
    await popup.getByRole('button', { name: 'ada.lindqvist' }).waitFor();
    await card.getByText('Go on in the window that has opened.').waitFor();
    // Not of the hub, so it is not believed.
    await page.evaluate(`window.postMessage({ type: 'hub:oauth', status: 'error', error: 'forged' }, '*')`);
    await popup.close();
    await card.getByText('The window was closed before access was granted.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('goes there and comes back where no popup is wanted', async () => {
    await page.goto(host.show('<integration-card provider="google-calendar" connect="redirect"></integration-card>'));

    await press('Connect (Google Calendar)');

    await page.waitForURL(`${host.origin}/settings?status=connected&integrationId=int_*`);
    await card.getByText('Connected', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('goes there and comes back where the browser opens no popup', async () => {
    await page.addInitScript('window.open = () => null');
    await page.goto(host.show(`<integration-card provider="google-calendar" return-url="/done"></integration-card>`));

    await press('Connect (Google Calendar)');

    await page.waitForURL((url) => url.pathname === '/done');
    expect(new URL(page.url()).searchParams.get('status')).toBe('connected');
  });

  describe('says in words what is wrong with a token', () => {
    test.each([
      ['that is none', async () => 'not-a-token'],
      ['that has expired', () => hub.tokenFor({ tenant: 'acme', sub: 'ada' }, '-1h')],
      ['of another product', () => hub.tokenFor({ tenant: 'acme', sub: 'ada' }).then((token) => `${token}x`)],
    ])('%s, and goes on with another', async (_, token) => {
      const good = host.token;
      host.token = token;
      await page.goto(host.show(CALENDAR));

      await card.getByRole('alert').getByText('Your sign-in is no longer valid').waitFor();
      await expectAccessible();
      expect((await told())[0]).toMatchObject({
        name: 'hub:error',
        code: 'UNAUTHENTICATED',
        message: expect.stringMatching(/^Your token is refused: /),
      });
      host.token = good;
      await press('Try again');

      await card.getByRole('button', { name: 'Connect (Google Calendar)' }).waitFor();
      expect(await told()).toHaveLength(1);
    });
  });

  test('takes a new token when one expires, and stays live', async () => {
    const sub = 'short-lived';
    host.token = () => hub.tokenFor({ tenant: 'acme', sub }, '2s');
    await connectCalendarCard();
    const streams = countStreams();
    await expect.poll(streams, WORKS_SOON).toBeGreaterThan(0);

    await disconnectElsewhere((await shownAccount()).id);

    await card.getByText('Disconnected', { exact: true }).waitFor();
    await expect.poll(() => card.getByRole('alert').count()).toBe(0);
  }, 45_000);

  test('goes on after the hub was away', async () => {
    await connectCalendarCard();
    const { id } = await shownAccount();
    const loads = countLoads(page);

    await hub.stop();
    await card.getByText('Connection lost').waitFor();
    await hub.start();
    await card.getByText('Connection lost').waitFor({ state: 'hidden' });
    await disconnectElsewhere(id);

    await card.getByText('Disconnected', { exact: true }).waitFor();
    expect(loads()).toBe(0);
  }, 60_000);

  test('goes on after the page was offline, and gives its connection back while nobody sees it', async () => {
    await connectCalendarCard();
    const { id } = await shownAccount();
    const loads = countLoads(page);
    const ended = () => page.waitForEvent('requestfailed', isStream);
    const opened = () => page.waitForRequest(isStream);

    await Promise.all([ended(), browser.context.setOffline(true)]);
    await card.getByText('Connection lost').waitFor();
    await Promise.all([opened(), browser.context.setOffline(false)]);
    await card.getByText('Connection lost').waitFor({ state: 'hidden' });
    await Promise.all([ended(), pretendToBe('hidden')]);
    await disconnectElsewhere(id);
    await Promise.all([opened(), pretendToBe('visible')]);

    await card.getByText('Disconnected', { exact: true }).waitFor();
    expect(loads()).toBe(0);
  });

  test('shows cards side by side over one stream, by id too, in light and dark and in German', async () => {
    await connectCalendarCard();
    const { id } = await shownAccount();
    const streams = countStreams();
    const others = ['slack', 'github', 'gmail', 'asana', 'google-calendar'].map(
      (provider) => `<integration-card provider="${provider}"></integration-card>`,
    );
    await page.goto(
      host.show(
        `${others.join('')}
        <section lang="de"><integration-card integration-id="${id}" theme="dark"></integration-card></section>
        <integration-card integration-id="int_nobody"></integration-card>`,
      ),
    );

    const german = page.locator('section integration-card');
    await german.getByText('Verbunden', { exact: true }).waitFor();
    await german.getByText(/Zuletzt synchronisiert: (jetzt|vor \d+)/).waitFor();
    await german.getByRole('button', { name: 'Jetzt synchronisieren (Google Calendar)' }).waitFor();
    await page.locator('[integration-id="int_nobody"]').getByText('There is no such account').waitFor();
    await page.locator('[provider="google-calendar"]').getByText('Connected', { exact: true }).waitFor();
    await page.locator('[provider="asana"]').getByText('is not set up yet').waitFor();
    await expectAccessible();
    expect(streams()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('is served to any page, compressed, and asked for again after some minutes', async () => {
    const response = await fetch(`${hub.url}/embed/integration-card.js`, {
      headers: { origin: 'https://any.example' },
    });

    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=300/);
    expect(response.headers.get('etag')).not.toBeNull();
    expect(await response.text()).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  async function connectCalendarCard(): Promise<void> {
    await page.goto(host.show(CALENDAR));
    await openedBy(() => press('Connect (Google Calendar)'));
    await card.getByText('Connected', { exact: true }).waitFor();
    await card.getByText('Syncing…').waitFor({ state: 'hidden' });
    await card.getByText('Last synced').waitFor();
  }

  function press(name: string): Promise<void> {
    return card.getByRole('button', { name, exact: true }).click();
  }

  async function openedBy(act: () => Promise<void>): Promise<Page> {
    const [popup] = await Promise.all([page.waitForEvent('popup'), act()]);
    return popup;
  }

  function told(): Promise<{ name: string; [field: string]: unknown }[]> {
    return page.evaluate('window.told');
  }

  async function shownAccount(): Promise<{ id: string; state: string }> {
    const { integrations } = await hub.get<{
      integrations: { nodes: { id: string; connectionStatus: { state: string } }[] };
    }>(
      '{ integrations(first: 1, filter: { providerId: "google-calendar" }) { nodes { id connectionStatus { state } } } }',
      {},
      { as: await host.token() },
    );
    const [node] = integrations.nodes;
    return { id: node?.id ?? '', state: node?.connectionStatus.state ?? '' };
  }

  function disconnectElsewhere(id: string): Promise<unknown> {
    return hub.get(
      'mutation ($id: ID!) { disconnectIntegration(input: { integrationId: $id }) { userErrors { message } } }',
      { id },
    );
  }

  /** How many streams the page opens from now on. */
  function countStreams(): () => number {
    let opened = 0;
    page.on('request', (request) => {
      if (isStream(request)) opened += 1;
    });
    return () => opened;
  }

  /** As a browser does to a page of which nothing can be seen. */
  function pretendToBe(visibility: 'hidden' | 'visible'): Promise<void> {
    return page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { value: '${visibility}', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
  }

  async function expectAccessible(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect({ colorScheme, faults: await accessibilityFaults(page) }).toEqual({ colorScheme, faults: [] });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
});

function isStream(request: Request): boolean {
  return request.headers().accept?.includes('text/event-stream') ?? false;
}
