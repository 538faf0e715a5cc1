// What docs/frontend.md shows, compiled, and run in a browser against a hub.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { countLoads, describeInBrowser, TestChromium } from '../kit/browser.js';
import { configureCalendar } from '../kit/connect-calendar.js';
import { FrontendProject, frontendSnippets } from '../kit/frontend-project.js';
import { GoogleCalendarServer } from '../kit/google-calendar-server.js';
import { freePort, HubProcess } from '../kit/hub-process.js';

const SECRET = 'the secret that product and hub of this test share';
const REACT = (client: string) => `
  import { createRoot } from 'react-dom/client';
  import { Settings } from './${client}/settings';
  createRoot(document.querySelector('main')!).render(<Settings />);
`;
const PLAIN = `
  import { showAccounts } from './plain/settings';
  void showAccounts('google-calendar', document.querySelector('main')!);
`;

interface TokenModule {
  hubTokenFor(user: { id: string; tenantId: string; isAdmin: boolean }): Promise<{ token: string; expiresAt: number }>;
}

describeInBrowser('docs/frontend.md', () => {
  let hub: HubProcess;
  let calendar: GoogleCalendarServer;
  let project: FrontendProject;
  let browser: TestChromium;
  let product: Server;
  let origin: string;
  let tokens: TokenModule;
  let page: Page;
  let faults: string[];
  let shown = { body: '', script: '' };
  let user = 0;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    calendar = new GoogleCalendarServer({ events: 3 });
    await calendar.listen();
    hub = await HubProcess.start({ HUB_ALLOWED_ORIGINS: origin, HUB_JWT_SECRET: SECRET });
    await configureCalendar(hub, calendar);
    project = await FrontendProject.lay(hub.url);
    process.env.HUB_JWT_SECRET = SECRET;
    tokens = (await import(pathToFileURL(join(project.folder, 'server/hub-token.ts')).href)) as TokenModule;
    product = createServer(async (request, response) => {
      if (request.url === '/api/hub-token') {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(await signIn()));
      } else if (request.url === '/page.js') {
        response.setHeader('content-type', 'text/javascript').end(shown.script);
      } else {
        response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Settings</title>${shown.body}`);
      }
    }).listen(port);
    await once(product, 'listening');
    browser = await TestChromium.start();
  }, 60_000);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    product?.closeAllConnections();
    product?.close();
    project?.[Symbol.dispose]();
    await hub?.[Symbol.asyncDispose]();
    await calendar?.close();
  });

  beforeEach(async () => {
    user += 1;
    calendar.authorization.denies = false;
    page = await browser.newPage();
    faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
  });

  afterEach(() => page.close());

  test('its TypeScript is taken by the compiler, with the types that its code generation makes', async () => {
    expect(await project.compile()).toBe('');
  });

  test.each([
    { client: 'Apollo Client', entry: REACT('apollo') },
    { client: 'urql', entry: REACT('urql') },
    { client: 'graphql-sse alone', entry: PLAIN },
  ])(
    'with $client the button links an account, and the card follows it without a reload',
    async ({ entry }) => {
      await show(entry);
      const loads = countLoads(page);

      calendar.authorization.denies = true;
      await pressIn('Connect');
      await page
        .getByRole('alert')
        .getByText(/not granted|access_denied/)
        .first()
        .waitFor();
      calendar.authorization.denies = false;
      await pressIn(/^(Re)?[Cc]onnect$/);
      await page.getByText(/(^|· )Connected$/).waitFor();
      await page.getByText('ada@example.com').first().waitFor();

      calendar.authorization.revokeGrant();
      await syncNow();
      await page.getByText(/Needs you/).waitFor();
      await pressIn(/^(Re)?[Cc]onnect$/);
      await page.getByText(/(^|· )Connected$/).waitFor();

      await disconnect();
      await page.getByText(/Disconnected/).waitFor();
      expect(loads()).toBe(0);
      expect(faults).toEqual([]);
    },
    60_000,
  );

  test('a stream is opened again after the hub was away', async () => {
    await show(PLAIN);
    await pressIn('Connect');
    await page.getByText(/(^|· )Connected$/).waitFor();

    await hub.stop();
    await hub.start();
    await disconnect();

    await page.getByText(/Disconnected/).waitFor();
    expect(faults).toEqual([]);
  });

  test('the web component stands in a page as it is shown there, and takes its style', async () => {
    const [markup, style] = ['html', 'css'].map((language) => frontendSnippets([language], hub.url)[0]?.code);
    const body = markup?.replace('provider="slack"', 'provider="google-calendar"');
    shown = { body: `<style>${style}</style>${body}`, script: '' };
    const greeting = page.waitForEvent('console', (message) => message.text().endsWith('is connected.'));
    await page.goto(origin);
    const badge = page.locator('integration-card').locator('[part~="badge"]');

    await page.getByRole('button', { name: 'Connect (Google Calendar)' }).click();

    await badge.getByText('Connected', { exact: true }).waitFor();
    expect((await greeting).text()).toBe('ada@example.com is connected.');
    expect(await badge.evaluate((element) => getComputedStyle(element).textTransform)).toBe('uppercase');
    expect(faults).toEqual([]);
  });

  async function show(entry: string): Promise<void> {
    project.write('src/main.tsx', entry);
    const body = '<main></main><script type="module" src="/page.js"></script>';
    shown = { body, script: await project.bundle('src/main.tsx') };
    await page.goto(origin);
    await page.getByRole('heading', { name: 'Google Calendar' }).waitFor();
  }

  function signIn() {
    return tokens.hubTokenFor({ id: `user-${user}`, tenantId: 'acme', isAdmin: false });
  }

  async function pressIn(name: string | RegExp): Promise<void> {
    const button = page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
    await Promise.all([page.waitForEvent('popup').then((popup) => popup.waitForEvent('close')), button.click()]);
  }

  async function account(): Promise<{ id: string; as: string }> {
    const { token: as } = await signIn();
    const { integrations } = await hub.get<{ integrations: { nodes: { id: string }[] } }>(
      '{ integrations(first: 1) { nodes { id } } }',
      {},
      { as },
    );
    return { id: integrations.nodes[0]?.id ?? '', as };
  }

  async function syncNow(): Promise<void> {
    const { id, as } = await account();
    const mutation = 'mutation ($id: ID!) { triggerSync(input: { integrationId: $id }) { userErrors { message } } }';
    await hub.get(mutation, { id }, { as });
  }

  async function disconnect(): Promise<void> {
    const { id, as } = await account();
    const mutation =
      'mutation ($id: ID!) { disconnectIntegration(input: { integrationId: $id }) { userErrors { message } } }';
    await hub.get(mutation, { id }, { as });
  }
});
