// Connecting as a person does it: the page, the consent page of the emulator, and back.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeInBrowser, TestChromium } from '../kit/browser.js';
import { HubProcess } from '../kit/hub-process.js';
import { connectInSandbox, consentAtOidc, declareContacts, openConsent, openView } from '../kit/page.js';

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

      await connectInSandbox(page, provider, person);
      await openView(page, 'Integrations');
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
    await using contacts = await declareContacts(hub);
    contacts.api.contacts = [1, 2, 3].map((id) => ({ id, name: 'A contact', updated_at: new Date().toISOString() }));

    await openView(page, 'Connect');
    const button = page.getByRole('button', { name: 'Connect Contacts', exact: true });
    await consentAtOidc(await openConsent(page, button), 'ada@acme');
    await page.getByRole('status').getByText('is connected').waitFor();
    await openView(page, 'Integrations');
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
