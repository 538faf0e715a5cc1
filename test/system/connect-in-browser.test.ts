// Connecting as a person does it: the page, the consent page of the emulator, and back.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeInBrowser, TestChromium } from '../kit/browser.js';
import { contactsDeclaration, startContactsServer } from '../kit/contacts-server.js';
import { HubProcess } from '../kit/hub-process.js';
import { startOidcServer } from '../kit/oauth-oidc.js';

interface Case {
  provider: string;
  /** Who is chosen on the consent page. */
  person: string;
  /** As the hub names the account. */
  account: string;
  /** Records of each model once it is synced. */
  records: Record<string, number>;
}

const EMAIL = 'ada.lindqvist@acorn.example';

const CASES: readonly Case[] = [
  { provider: 'Google Calendar', person: EMAIL, account: EMAIL, records: { GoogleCalendar: 4, CalendarEvent: 2262 } },
  { provider: 'Gmail', person: EMAIL, account: EMAIL, records: { EmailMessage: 24 } },
  {
    provider: 'Slack',
    person: 'ada.lindqvist',
    account: 'Acorn Software',
    records: { SlackChannel: 25, SlackUser: 42, SlackMessage: 0 },
  },
  {
    provider: 'GitHub',
    person: 'ada-lindqvist',
    account: 'ada-lindqvist',
    records: { GitHubRepository: 3, GitHubIssue: 12 },
  },
];

const DECLARE = `mutation ($input: DeclareProviderInput!) { declareProvider(input: $input) { userErrors { message } } }`;
const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;

const SEEN = `{
  integrations {
    nodes {
      provider { name }
      accountLabel
      connectionStatus { state missingScopes problem { message } }
      syncs { model recordCount }
    }
  }
}`;

interface Seen {
  provider: { name: string };
  accountLabel: string;
  connectionStatus: { state: string; missingScopes: string[]; problem: { message: string } | null };
  syncs: { model: string; recordCount: number }[];
}

describeInBrowser('an account is connected in the browser, at', () => {
  let hub: HubProcess;
  let browser: TestChromium;
  let page: Page;

  beforeAll(async () => {
    hub = await HubProcess.start({ HUB_SANDBOX: '1' });
    browser = await TestChromium.start();
  }, 60_000);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await hub?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage();
    await page.goto(`${hub.url}/#key=${hub.operatorKey}`);
  });

  test.each(CASES)(
    '$provider, synced, and disconnected again',
    async ({ provider, person, account, records }) => {
      const card = page.getByRole('article', { name: `${provider} ${account}` });

      await page.getByRole('button', { name: `Connect ${provider}`, exact: true }).click();
      await page.waitForURL((url) => url.origin !== hub.url);
      await page.getByRole('button', { name: person }).click();
      await page.waitForURL(`${hub.url}/`);
      for (const model of Object.keys(records)) {
        await card.locator(`[data-model="${model}"]`).getByText('Up to date').waitFor();
      }

      expect(await seen(provider)).toEqual({
        provider: { name: provider },
        accountLabel: account,
        connectionStatus: { state: 'CONNECTED', missingScopes: [], problem: null },
        syncs: expect.arrayContaining(Object.entries(records).map(([model, recordCount]) => ({ model, recordCount }))),
      });

      await card.getByRole('button', { name: 'Disconnect' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
      await card.getByText('Disconnected', { exact: true }).waitFor();
      expect((await seen(provider))?.connectionStatus).toMatchObject({ state: 'DISCONNECTED', problem: null });
      expect(hub.output).not.toContain('could not revoke');
    },
    60_000,
  );

  test('an OpenID Connect service that an operator declared, of which the hub knows the issuer', async () => {
    await using oidc = await startOidcServer(`${hub.url}/oauth/callback/contacts`);
    await using api = await startContactsServer();
    api.contacts = [1, 2, 3].map((id) => ({ id, name: 'A contact', updated_at: new Date().toISOString() }));
    await hub.get(DECLARE, { input: contactsDeclaration('contacts', oidc, api) });
    const { clientId, clientSecret } = oidc;
    await hub.get(CONFIGURE, { input: { providerId: 'contacts', clientId, clientSecret } });

    await page.reload();
    await page.getByRole('button', { name: 'Connect Contacts', exact: true }).click();
    await page.getByPlaceholder('Enter any login').fill('ada@acme');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${hub.url}/`);
    const card = page.getByRole('article', { name: 'Contacts ada@acme' });
    await card.locator('[data-model="CrmContact"]').getByText('Up to date').waitFor();

    expect(await seen('Contacts')).toMatchObject({
      accountLabel: 'ada@acme',
      connectionStatus: { state: 'CONNECTED', missingScopes: [], problem: null },
      syncs: [{ model: 'CrmContact', recordCount: 3 }],
    });
  }, 60_000);

  async function seen(provider: string): Promise<Seen | undefined> {
    const { integrations } = await hub.get<{ integrations: { nodes: Seen[] } }>(SEEN);
    return integrations.nodes.find((node) => node.provider.name === provider);
  }
});
