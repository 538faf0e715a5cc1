import { expect, test } from 'vitest';
import { fromJson } from '../../../src/platform/database/json-text.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { TestBrowser, type Landing } from '../../kit/oauth-browser.js';
import { ada, openOAuthStage, RETURN_URL, type OAuthStage } from '../../kit/oauth-stage.js';

describeEachDatabase((database) => {
  test('shows a page and changes nothing where the state is missing', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    callback.searchParams.delete('state');

    await expectPage(await browser.visit(callback), /does not know this way back/);

    expect(await stage.attempts()).toMatchObject([{ takenAt: null }]);
    expect(stage.server.tokenRequests).toEqual([]);
  });

  test('shows a page where the state is another', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    callback.searchParams.set('state', 'x'.repeat(43));

    await expectPage(await browser.visit(callback), /does not know this way back/);

    expect(stage.server.tokenRequests).toEqual([]);
  });

  test('shows a page where the state is given twice', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    callback.searchParams.append('state', callback.searchParams.get('state')!);

    await expectPage(await browser.visit(callback), /does not know this way back/);

    expect(stage.server.tokenRequests).toEqual([]);
  });

  test('does not take an answer that came to another provider’s address', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    callback.pathname = '/oauth/callback/bare';

    await expectPage(await browser.visit(callback), /does not know this way back from Bare/);

    expect(stage.server.tokenRequests).toEqual([]);
  });

  test('shows a page, with nothing of the address executed, for an unknown provider', async () => {
    await using stage = await openOAuthStage(database);

    const { response } = await new TestBrowser().visit(`${stage.hubUrl}/oauth/callback/%3Cscript%3E?state=x`);

    expect(response?.status).toBe(404);
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response?.text()).not.toContain('<script');
  });

  test('refuses another browser, and lets the one that began go on', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);

    await expectPage(await new TestBrowser().visit(callback), /begun in another browser/);
    const { url } = await browser.visit(callback);

    expect(url.searchParams.get('status')).toBe('connected');
  });

  test('refuses a browser that has a cookie of its own', async () => {
    await using stage = await openOAuthStage(database);
    const { callback } = await comeBack(stage);
    const stranger = new TestBrowser();
    await stage.start(ada, stranger);

    await expectPage(await stranger.visit(callback), /begun in another browser/);

    expect(stage.server.tokenRequests).toEqual([]);
  });

  test('lets one browser link two accounts side by side', async () => {
    await using stage = await openOAuthStage(database);
    const browser = new TestBrowser();
    const [first, second] = [await stage.start(ada, browser), await stage.start(ada, browser)];

    await browser.visit(second.authorizationUrl);
    stage.server.account = 'other';
    await browser.visit(first.authorizationUrl);

    const accounts = (await stage.integrations()).map((row) => row.externalAccountId);
    expect(new Set(accounts)).toEqual(new Set(['acme', 'other']));
  });

  test('is too late after ten minutes', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    stage.clock.now += 600_000;

    await expectPage(await browser.visit(callback), /has expired/);

    expect(stage.server.tokenRequests).toEqual([]);
    expect(await stage.attempts()).toMatchObject([{ takenAt: null, outcome: null }]);
  });

  test('shows a page and goes on waiting where the code is missing or given twice', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    const [bare, twice] = [new URL(callback), new URL(callback)];
    bare.searchParams.delete('code');
    twice.searchParams.append('code', 'another');

    await expectPage(await browser.visit(bare), /not a complete answer from Acme/);
    await expectPage(await browser.visit(twice), /not a complete answer from Acme/);

    expect((await browser.visit(callback)).url.searchParams.get('status')).toBe('connected');
  });

  test('does not take an answer that names another issuer', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.onTheWayBack = { iss: 'https://evil.example' };
    const { browser, callback } = await comeBack(stage);

    await expectPage(await browser.visit(callback), /not a complete answer from Acme/);

    expect(stage.server.tokenRequests).toEqual([]);
  });

  test('takes an answer that names the issuer at the provider’s origin', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.onTheWayBack = { iss: `${stage.server.url}/tenant` };
    const { browser, callback } = await comeBack(stage);

    expect((await browser.visit(callback)).url.searchParams.get('status')).toBe('connected');
  });

  test('says that the person refused', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.denial = 'access_denied';

    const { url } = await stage.connect(ada);

    const [integration] = await stage.integrations();
    expect(url.href).toBe(`${RETURN_URL}&status=error&error=access_denied&integrationId=${integration?.id}`);
    expect(integration).toMatchObject({ state: 'DISCONNECTED' });
    expect(fromJson(integration!.problem)).toMatchObject({
      message: expect.stringMatching(/Access was not granted at Acme/),
    });
    expect(stage.events.map(({ event }) => event.previous)).toEqual(['PENDING']);
  });

  test('repeats no error of the provider’s that it does not know', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.denial = '<script>alert(1)</script>';

    const { url } = await stage.connect(ada);

    expect(url.searchParams.get('error')).toBe('PROVIDER_REJECTED');
    expect(JSON.stringify(await stage.integrations())).not.toContain('alert(1)');
  });

  test('answers a replay with how it ended and changes nothing', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    const first = await browser.visit(callback);
    const before = await stage.integrations();
    stage.clock.now += 3_600_000;

    const again = await browser.visit(callback);

    expect(again.url.href).toBe(first.url.href);
    expect(await stage.integrations()).toEqual(before);
    expect(stage.server.tokenRequests).toHaveLength(1);
    expect(stage.connected).toHaveLength(1);
  });

  test('answers the replay of a refusal with the refusal', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.denial = 'access_denied';
    const { browser, callback } = await comeBack(stage);
    const first = await browser.visit(callback);

    expect((await browser.visit(callback)).url.href).toBe(first.url.href);
    expect(stage.events).toHaveLength(1);
  });

  test('exchanges the code once where the callback comes many times at once', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);

    const landings = await Promise.all(Array.from({ length: 6 }, () => browser.visit(callback)));

    expect(new Set(landings.map(({ url }) => url.href)).size).toBe(1);
    expect(landings[0]?.url.searchParams.get('status')).toBe('connected');
    expect(stage.server.tokenRequests).toHaveLength(1);
    expect(stage.connected).toHaveLength(1);
  });

  test('gives up on a callback whose process died', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    await stage.db.updateTable('oauth_attempt').set({ takenAt: stage.clock.now }).execute();
    stage.clock.now += 120_000;

    const { response } = await browser.visit(callback);

    expect(response?.status).toBe(409);
    expect(await response?.text()).toMatch(/could not finish/);
  });

  test('does not connect while the provider is switched off, and waits', async () => {
    await using stage = await openOAuthStage(database);
    const { browser, callback } = await comeBack(stage);
    await stage.catalog.configure({ providerId: 'acme', enabled: false });

    const { response } = await browser.visit(callback);
    await stage.catalog.configure({ providerId: 'acme', enabled: true });

    expect(response?.status).toBe(409);
    expect((await browser.visit(callback)).url.searchParams.get('status')).toBe('connected');
  });

  test('is not used up by whoever only looks at the link', async () => {
    await using stage = await openOAuthStage(database);
    const { callback } = await comeBack(stage);

    const response = await fetch(callback, { method: 'HEAD', redirect: 'manual' });

    expect(response.status).toBe(404);
    expect(await stage.attempts()).toMatchObject([{ takenAt: null }]);
  });
});

/** A browser that has consented and stands before the hub's callback. */
async function comeBack(stage: OAuthStage): Promise<{ browser: TestBrowser; callback: URL }> {
  const browser = new TestBrowser();
  const { authorizationUrl } = await stage.start(ada, browser);
  const { url } = await browser.visit(authorizationUrl, { stopAt: `${stage.hubUrl}/oauth/callback` });
  return { browser, callback: url };
}

async function expectPage({ response }: Landing, words: RegExp): Promise<void> {
  expect(response?.status).toBe(400);
  expect(response?.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await response?.text()).toMatch(words);
}
