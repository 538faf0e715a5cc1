import { expect, test } from 'vitest';
import type { OAuth2Credentials } from '../../../src/integrations/credentials.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { consent, refuse, startOidcServer, type OidcServer } from '../../kit/oauth-oidc.js';
import { ada, openOAuthStage, type OAuthStage } from '../../kit/oauth-stage.js';

describeEachDatabase((database) => {
  test('links an account at a certified provider, with PKCE and issuer', async () => {
    await using stage = await openOidcStage(database);

    const { url } = await link(stage);

    expect(url.searchParams.get('status')).toBe('connected');
    expect(await stage.integrations()).toMatchObject([{ state: 'CONNECTED', externalAccountId: 'ada@oidc' }]);
  });

  test('renews the access, and takes it back when the owner disconnects', async () => {
    await using stage = await openOidcStage(database);
    const { url } = await link(stage);
    const id = url.searchParams.get('integrationId')!;
    const { credentials } = (await stage.credentials.read(id))!;

    const renewed = await stage.oauth.refreshCredentials('acme', credentials);
    await stage.credentials.replace(id, 1, renewed);

    expect(renewed.refreshToken).not.toBe((credentials as OAuth2Credentials).refreshToken);
    expect(await whoIs(stage, renewed)).toBe(200);

    await stage.connections.disconnect(stage.asker(ada), { integrationId: id, deleteRecords: false });

    expect(await whoIs(stage, renewed)).toBe(401);
    await expect(stage.oauth.refreshCredentials('acme', renewed)).rejects.toMatchObject({
      code: 'REAUTHORIZATION_REQUIRED',
    });
  });

  test('learns that a refresh token which was used before is over', async () => {
    await using stage = await openOidcStage(database);
    const { url } = await link(stage);
    const { credentials } = (await stage.credentials.read(url.searchParams.get('integrationId')!))!;
    await stage.oauth.refreshCredentials('acme', credentials);

    await expect(stage.oauth.refreshCredentials('acme', credentials)).rejects.toMatchObject({
      code: 'REAUTHORIZATION_REQUIRED',
    });
  });

  test('says that the person refused', async () => {
    await using stage = await openOidcStage(database);
    const browser = new TestBrowser();
    const { authorizationUrl } = await stage.start(ada, browser);

    const { url } = await refuse(browser, authorizationUrl);

    expect(url.searchParams.get('error')).toBe('access_denied');
  });

  test('says that the operator must check a wrong client secret', async () => {
    await using stage = await openOidcStage(database);
    await stage.catalog.configure({ providerId: 'acme', clientSecret: 'wrong' });

    const { url } = await link(stage);

    expect(url.searchParams.get('error')).toBe('PROVIDER_REJECTED');
    expect((await stage.integrations())[0]?.problem).toMatch(/must check the client id and the client secret/);
  });
});

async function openOidcStage(database: TestDatabase): Promise<OAuthStage & { oidc: OidcServer }> {
  const stage = await openOAuthStage(database);
  const oidc = await startOidcServer(`${stage.hubUrl}/oauth/callback/acme`);
  const { clientId, clientSecret, endpoints } = oidc;
  await stage.catalog.configure({ providerId: 'acme', clientId, clientSecret, endpoints, scopes: ['openid'] });
  return Object.assign(stage, {
    oidc,
    [Symbol.asyncDispose]: closeBoth(oidc, stage[Symbol.asyncDispose].bind(stage)),
  });
}

function closeBoth(oidc: OidcServer, closeStage: () => PromiseLike<void>) {
  return async () => {
    await oidc[Symbol.asyncDispose]();
    await closeStage();
  };
}

async function link(stage: OAuthStage) {
  const browser = new TestBrowser();
  const { authorizationUrl } = await stage.start(ada, browser);
  return consent(browser, authorizationUrl, 'ada@oidc');
}

async function whoIs({ oidc }: { oidc: OidcServer }, { accessToken }: OAuth2Credentials): Promise<number> {
  return (await fetch(`${oidc.url}/me`, { headers: { authorization: `Bearer ${accessToken}` } })).status;
}
