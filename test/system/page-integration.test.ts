import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accessibilityFaults } from '../kit/accessibility.js';
import { countLoads, describeInBrowser, TestChromium } from '../kit/browser.js';
import { configureCalendar, connectCalendar, lastRun } from '../kit/connect-calendar.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../kit/google-calendar-server.js';
import { eventually, HubProcess } from '../kit/hub-process.js';
import { complaintsOf } from '../kit/page.js';

const NAME = 'Google Calendar (ada@example.com)';

describeInBrowser('the page of one integration', () => {
  let calendar: GoogleCalendarServer;
  let hub: HubProcess;
  let browser: TestChromium;
  let page: Page;
  let address: string;
  let complaints: string[];

  beforeAll(async () => {
    [calendar, hub, browser] = await Promise.all([
      startGoogleCalendarServer({ events: 60 }),
      HubProcess.start(),
      TestChromium.start(),
    ]);
    await configureCalendar(hub, calendar);
    const id = await connectCalendar(hub, { as: await hub.tokenFor({ tenant: 'acme', sub: 'ada' }) });
    await lastRun(hub, id);
    await eventually(async () => calendar.channels.open.length > 0, 'the hub to be told of changes');
    address = `${hub.url}/integrations/${id}`;
  }, 60_000);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await hub?.[Symbol.asyncDispose]();
    await calendar?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await page?.close();
    await browser.context.clearCookies();
    page = await browser.newPage();
    complaints = complaintsOf(page);
  });

  /** Signs in at the view's address or a part's. */
  async function open(part = '', key = hub.operatorKey): Promise<void> {
    await page.goto(`${address}${part}#key=${key}`);
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  }

  it('is reached from the card, and shows an outage and its end as they happen', async () => {
    await page.goto(`${hub.url}/#key=${hub.operatorKey}`);
    await page.getByRole('link', { name: `Details ${NAME}` }).click();
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    const head = page.getByRole('group', { name: NAME });
    const history = page.getByRole('region', { name: 'States of health', exact: true });
    const loads = countLoads(page);

    calendar.breakWith('forbidden');
    await head.getByRole('button', { name: 'Sync now' }).click();
    await head.getByText('Needs you', { exact: true }).waitFor();
    await history.getByRole('row', { name: /Down Healthy/ }).waitFor();
    await page.getByText(/Calls of the last 24 hours: .*, of which 1 failed/).waitFor();
    calendar.mend();
    calendar.answerHeaders = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '400' };
    await head.getByRole('button', { name: 'Sync now' }).click();

    await head.getByText('Connected', { exact: true }).waitFor();
    await page.getByText('The provider still takes 400 of 1,000 calls.').waitFor();
    expect(await page.getByRole('progressbar', { name: /^Calls that/ }).getAttribute('aria-valuenow')).toBe('40');
    expect(loads()).toBe(0);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('changes a schedule, and says in the words of the hub why it takes none that nobody can read', async () => {
    await open('/syncs');
    const sync = page.getByRole('listitem').filter({ has: page.locator('[data-model="CalendarEvent"]') });
    await sync.getByRole('button', { name: 'Edit schedule of Calendar events' }).click();
    const everything = sync.getByLabel('Read everything');

    await everything.fill('now and then');
    await everything.press('Enter');
    await sync.getByText('now and then').waitFor();
    expect(await everything.getAttribute('aria-invalid')).toBe('true');
    await everything.fill('0 4 * * 1');
    await sync.getByRole('button', { name: 'Save' }).click();
    await sync.getByText('Everything: 0 4 * * 1. Changes: 15 minutes.').waitFor();
    await everything.fill('');
    await sync.getByRole('button', { name: 'Save' }).click();

    await sync.getByText('Everything: 1 week. Changes: 15 minutes.').waitFor();
    await sync.getByRole('switch', { name: 'Sync by itself' }).click();
    await sync.getByRole('button', { name: 'Save' }).click();
    await sync.getByText('Switched off: it is not synced by itself.').waitFor();
    await sync.getByRole('switch', { name: 'Sync by itself' }).click();
    await sync.getByRole('button', { name: 'Save' }).click();
    await sync.getByText('Switched off: it is not synced by itself.').waitFor({ state: 'detached' });
  });

  it('finds the run that failed, unfolds it, and has an address for it', async () => {
    await open('/runs');
    await page.getByLabel('State').selectOption('Failed');
    await page.waitForURL(/\?state=FAILED$/);
    const runs = page.getByRole('table', { name: /^Runs of the syncs/ });
    await runs
      .getByRole('row', { name: /Calendar events Changes Failed/ })
      .getByRole('button')
      .click();

    await runs.getByText('Somebody asked for it. It was operator.').waitFor();
    await runs.getByRole('cell', { name: /^GET .*\/events$/ }).waitFor();
    await runs.getByRole('cell', { name: /^403 / }).waitFor();
    await page.getByRole('link', { name: 'This run alone' }).click();

    await page.waitForURL(/\/runs\/slog_\w+$/);
    await page.getByRole('heading', { level: 2, name: 'Run' }).waitFor();
    await page.getByText('Somebody asked for it.').waitFor();
    await page.reload();
    await page.getByText('Somebody asked for it.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows records by the fields of their type, page by page, searches them, and finds those deleted', async () => {
    await open('/records');
    const records = page.getByRole('table', { name: /^Calendar events/ });
    await records.getByRole('row', { name: /^Meeting 60 Jan 7, 2026, 9:00 PM CONFIRMED/ }).waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await records.getByRole('row', { name: /^Meeting 35 / }).waitFor();

    await page.getByLabel('Search').fill('MEETING 7');
    await page.waitForURL(/search=MEETING\+7/);
    await page.getByText('1 record', { exact: true }).waitFor();
    await records.getByRole('row', { name: /^Meeting 7 / }).waitFor();
    calendar.deleteEvent('event00007');
    await page.getByText('Nothing of this kind.').waitFor();
    await page.getByRole('switch', { name: 'Also deleted ones' }).click();

    await records.getByRole('row', { name: /^Meeting 7 .*(now|ago)$/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('follows a record that has just changed back to the event that told of it', async () => {
    await open('/records');
    const records = page.getByRole('table', { name: /^Calendar events/ });
    await records
      .getByRole('row', { name: /^Meeting / })
      .first()
      .waitFor();

    calendar.updateEvent('event00030', { summary: 'Moved to Friday' });
    await records.getByRole('button', { name: 'Moved to Friday' }).click();

    await records.getByRole('region', { name: 'Data' }).getByText('"Moved to Friday"').waitFor();
    await records.getByText('The provider told of a change.').waitFor();
    await records.getByText('Webhook event exists').waitFor();
    await records.getByRole('cell', { name: /^GET .*\/events$/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('lists the calls that failed', async () => {
    await open('/calls');
    await page.getByRole('cell', { name: '200' }).first().waitFor();

    await page.getByRole('switch', { name: 'Only those that failed' }).click();

    await page.getByRole('cell', { name: '200' }).first().waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: /^403 / }).first().waitFor();
    expect(page.url()).toContain('failed=1');
  });

  it('shows operators what came and has it processed again, and its owner only what came of it', async () => {
    await open('/webhooks');
    const events = page.getByRole('table', { name: /^What the provider told/ });
    await events
      .getByRole('row', { name: /exists Completed/ })
      .first()
      .getByRole('button')
      .click();
    await events.getByRole('link', { name: 'Run of Calendar events' }).waitFor();
    await events.getByRole('button', { name: 'What came' }).click();
    await events
      .getByRole('region', { name: 'What came, without secrets' })
      .getByText('x-goog-resource-state')
      .waitFor();
    const before = await events.getByRole('link', { name: 'Run of Calendar events' }).count();
    await events.getByRole('button', { name: 'Process again: exists' }).click();
    await page.getByRole('status').getByText('processed once more').waitFor();
    await eventually(
      async () => (await events.getByRole('link', { name: 'Run of Calendar events' }).count()) > before,
      'the replayed event to lead to another run',
    );

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Key or token').waitFor();
    await open('/webhooks', await hub.tokenFor({ tenant: 'acme', sub: 'ada' }));
    await events
      .getByRole('row', { name: /exists Completed/ })
      .first()
      .getByRole('button')
      .click();
    await events.getByText('Id at the provider').waitFor();
    expect(await events.getByRole('button', { name: 'What came' }).count()).toBe(0);
  });

  it('is not there for others, says so, and speaks German', async () => {
    await page.goto(`${address}/records#key=${await hub.tokenFor({ tenant: 'acme', sub: 'bob' })}`);
    await page.getByText('There is no such account, or it is not yours to see.').waitFor();

    await page.getByLabel('Language').selectOption('Deutsch');

    await page.getByText('Dieses Konto gibt es nicht, oder Sie dürfen es nicht sehen.').waitFor();
    await page.getByLabel('Sprache').selectOption('English');
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 360],
    ['dark', 1440],
  ] as const)('can be used by all, in %s at %i px', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await open();
    for (const part of ['Health', 'Syncs', 'Runs', 'Records', 'API calls', 'Webhook events']) {
      await page
        .getByRole('navigation', { name: `Parts of ${NAME}` })
        .getByRole('link', { name: part })
        .press('Enter');
      await page.getByRole('heading', { level: 2, name: part, exact: true }).waitFor();
      await page.getByRole('table').or(page.getByRole('listitem')).first().waitFor();
      await unfoldFirstRow(page);

      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    expect(complaints).toEqual([]);
  });
});

/** Where the rows of the last table unfold. */
async function unfoldFirstRow(page: Page): Promise<void> {
  const button = page.getByRole('table').last().getByRole('button').first();
  if ((await button.count()) === 0) return;
  await button.press('Enter');
  await page.getByRole('definition').last().waitFor();
}
