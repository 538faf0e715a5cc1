import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { ada, bob, openOAuthStage, operator, PRODUCT } from '../../kit/oauth-stage.js';
import type { OAuthRequest } from '../../../src/integrations/start-oauth.js';

describeEachDatabase((database) => {
  test.each<[string, Partial<OAuthRequest>, string, string, RegExp]>([
    [
      'a provider that is not there',
      { providerId: 'nope' },
      'NOT_FOUND',
      'providerId',
      /no provider "nope"; known are acme, keys, bare/,
    ],
    [
      'a provider that nobody configured',
      { providerId: 'bare' },
      'CONFLICT',
      'providerId',
      /client id and secret first/,
    ],
    ['a provider without OAuth', { providerId: 'keys' }, 'BAD_INPUT', 'providerId', /with an API key/],
    [
      'an integration that is not there',
      { integrationId: 'int_01h2xcejqtf2nbrexx3vqjhp41' },
      'NOT_FOUND',
      'integrationId',
      /no such integration/,
    ],
    ['an id that is none', { integrationId: "x' or 1=1" }, 'NOT_FOUND', 'integrationId', /no such integration/],
    ['an empty scope', { scopes: ['read', ''] }, 'BAD_INPUT', 'scopes', /name without spaces/],
    ['a scope with a space', { scopes: ['read write'] }, 'BAD_INPUT', 'scopes', /name without spaces/],
    ['a scope with a line break', { scopes: ['read\n'] }, 'BAD_INPUT', 'scopes', /name without spaces/],
    [
      'too many scopes',
      { scopes: Array.from({ length: 101 }, (_, index) => `s${index}`) },
      'BAD_INPUT',
      'scopes',
      /At most 100/,
    ],
    [
      'another origin',
      { returnUrl: 'https://evil.test/settings' },
      'BAD_INPUT',
      'returnUrl',
      /https:\/\/evil\.test, which is not allowed/,
    ],
    [
      'an origin that begins like ours',
      { returnUrl: `${PRODUCT}.evil.test/` },
      'BAD_INPUT',
      'returnUrl',
      /not allowed/,
    ],
    ['another port', { returnUrl: `${PRODUCT}:8443/` }, 'BAD_INPUT', 'returnUrl', /not allowed/],
    ['http instead of https', { returnUrl: PRODUCT.replace('https', 'http') }, 'BAD_INPUT', 'returnUrl', /not allowed/],
    [
      'a user name before the host',
      { returnUrl: 'https://product.test@evil.test/' },
      'BAD_INPUT',
      'returnUrl',
      /user name or password/,
    ],
    ['a script', { returnUrl: 'javascript:alert(1)' }, 'BAD_INPUT', 'returnUrl', /must be an http\(s\) address/],
    ['what is no address', { returnUrl: '//product.test' }, 'BAD_INPUT', 'returnUrl', /must be an http\(s\) address/],
    ['an endless address', { returnUrl: `${PRODUCT}/${'x'.repeat(3000)}` }, 'BAD_INPUT', 'returnUrl', /at most 2000/],
    ['an unbound browser', { bindBrowser: false }, 'BAD_INPUT', 'bindBrowser', /operator key/],
  ])('refuses %s and leaves nothing behind', async (_, request, code, field, message) => {
    await using stage = await openOAuthStage(database);

    const started = stage.start(ada, new TestBrowser(), request);

    await expect(started).rejects.toMatchObject({
      code,
      field: ['input', field],
      message: expect.stringMatching(message),
    });
    expect(await stage.integrations()).toEqual([]);
    expect(await stage.attempts()).toEqual([]);
  });

  test('refuses where there is no browser to bind to', async () => {
    await using stage = await openOAuthStage(database);

    await expect(stage.start(ada, null)).rejects.toMatchObject({ code: 'BAD_INPUT', field: ['input', 'bindBrowser'] });
  });

  test('refuses a provider that is switched off', async () => {
    await using stage = await openOAuthStage(database);
    await stage.catalog.configure({ providerId: 'acme', enabled: false });

    await expect(stage.start(ada, new TestBrowser())).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/switched off/),
    });
  });

  test('does not find another person’s integration', async () => {
    await using stage = await openOAuthStage(database);
    const { integration } = await stage.start(bob, new TestBrowser());

    const started = stage.start(ada, new TestBrowser(), { integrationId: integration.id });

    await expect(started).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await stage.attempts()).toHaveLength(1);
  });

  test('does not reconnect an integration of another provider', async () => {
    await using stage = await openOAuthStage(database);
    const { id } = await stage.connections.connectWithApiKey(stage.asker(ada), {
      providerId: 'keys',
      apiKey: 'good-k',
    });

    const started = stage.start(ada, new TestBrowser(), { integrationId: id });

    await expect(started).rejects.toMatchObject({ code: 'BAD_INPUT', field: ['input', 'integrationId'] });
  });

  test('keeps the cookie that the browser already has, but not one of a wrong shape', async () => {
    await using stage = await openOAuthStage(database);
    const browser = new TestBrowser();
    await stage.start(ada, browser);
    const first = browser.at(stage.hubUrl).binding;
    await stage.start(ada, browser);

    expect(first).toMatch(/^[\w-]{43}$/);
    expect(browser.at(stage.hubUrl).binding).toBe(first);

    browser.at(stage.hubUrl).bind('guess');
    await stage.start(ada, browser);

    expect(browser.at(stage.hubUrl).binding).toMatch(/^[\w-]{43}$/);
  });

  test('lets the operator reconnect for an owner, whose it stays', async () => {
    await using stage = await openOAuthStage(database);
    const { url } = await stage.connect(ada);
    const id = url.searchParams.get('integrationId')!;

    await stage.connect(operator, { integrationId: id });

    expect(await stage.integrations()).toMatchObject([{ id, userId: 'ada', credentialsVersion: 2 }]);
  });

  test('clears away what nobody finished, and keeps what is under way or once was connected', async () => {
    await using stage = await openOAuthStage(database);
    await stage.connect(ada);
    const { integration: forgotten } = await stage.start(ada, new TestBrowser());
    stage.clock.now += 11 * 60_000;
    const { integration: young } = await stage.start(ada, new TestBrowser());
    stage.clock.now += 1;

    await stage.connections.removeAbandoned();

    const ids = (await stage.integrations()).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids).toContain(young.id);
    expect(ids).not.toContain(forgotten.id);

    await stage.connections.removeAbandoned(stage.clock.now + 2 * 3_600_000);

    expect(await stage.integrations()).toMatchObject([{ state: 'CONNECTED' }]);
    expect(await stage.attempts()).toEqual([]);
  });

  test('keeps a refusal for a day, for its owner to read', async () => {
    await using stage = await openOAuthStage(database);
    stage.server.denial = 'access_denied';
    await stage.connect(ada);

    await stage.connections.removeAbandoned(stage.clock.now + 23 * 3_600_000);
    expect(await stage.integrations()).toHaveLength(1);

    await stage.connections.removeAbandoned(stage.clock.now + 25 * 3_600_000);
    expect(await stage.integrations()).toEqual([]);
  });
});
