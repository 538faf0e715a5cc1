import { expect, test } from 'vitest';
import { describeEachDatabase } from '../kit/databases.js';
import { HubProcess } from '../kit/hub-process.js';

const REAL_CLIENTS = {
  GOOGLE_CALENDAR_CLIENT_ID: 'real-id',
  GOOGLE_CALENDAR_CLIENT_SECRET: 'real-secret',
  GMAIL_CLIENT_ID: 'real-id',
  GMAIL_CLIENT_SECRET: 'real-secret',
  GITHUB_CLIENT_ID: 'real-id',
  GITHUB_CLIENT_SECRET: 'real-secret',
};

describeEachDatabase((database) => {
  test('without clients of their own the providers are the sandbox’s, and the start says so', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ DATABASE_URL: place.url, HUB_SANDBOX: '1' });

    expect(await consentAddress(hub, 'google-calendar')).toMatch(/^http:\/\/localhost:\d+\/.*client_id=sandbox-/);
    expect(await consentAddress(hub, 'slack')).toMatch(/^http:\/\/localhost:\d+\//);
    expect(emulatedIn(hub.output)).toEqual(['Google', 'Gmail', 'Slack', 'GitHub']);
  });

  test('with a client in the environment a provider is the real one, and others stay emulated', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ DATABASE_URL: place.url, HUB_SANDBOX: '1', ...REAL_CLIENTS });

    expect(await consentAddress(hub, 'google-calendar')).toMatch(
      /^https:\/\/accounts\.google\.com\/.*client_id=real-id/,
    );
    expect(await consentAddress(hub, 'slack')).toMatch(/^http:\/\/localhost:\d+\//);
    expect(emulatedIn(hub.output)).toEqual(['Slack']);
  });

  test('with a client that an operator stored a provider is the real one at once, and no more emulated after a restart', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ DATABASE_URL: place.url, HUB_SANDBOX: '1', ...REAL_CLIENTS });

    await configure(hub, { providerId: 'slack', clientId: 'stored-id', clientSecret: 'stored-secret' });
    const atOnce = await consentAddress(hub, 'slack');
    await hub.stop();
    hub.output = '';
    await hub.start();

    expect(atOnce).toMatch(/^https:\/\/slack\.com\/.*client_id=stored-id/);
    expect(await consentAddress(hub, 'slack')).toMatch(/^https:\/\/slack\.com\/.*client_id=stored-id/);
    expect(hub.output).toContain('GraphiQL');
    expect(emulatedIn(hub.output)).toEqual([]);
  });

  test('a stored id alone is not used with the secret of the sandbox', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ DATABASE_URL: place.url, HUB_SANDBOX: '1' });

    const { provider } = await configure(hub, { providerId: 'slack', clientId: 'stored-id' });

    expect(provider).toEqual({ configured: false });
    expect(await consentAddress(hub, 'slack')).toBeNull();
  });
});

/** Where a person who connects is sent; null where nobody can connect. */
async function consentAddress(hub: HubProcess, providerId: string): Promise<string | null> {
  const { startOAuth } = await hub.get<{ startOAuth: { authorizationUrl: string | null } }>(
    `mutation ($providerId: ID!) { startOAuth(input: { providerId: $providerId }) { authorizationUrl } }`,
    { providerId },
  );
  return startOAuth.authorizationUrl;
}

async function configure(hub: HubProcess, input: Record<string, string>) {
  const { configureProvider } = await hub.get<{ configureProvider: { provider: { configured: boolean } } }>(
    `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { provider { configured } } }`,
    { input },
  );
  return configureProvider;
}

/** Services that the start said to be emulated. */
function emulatedIn(output: string): (string | undefined)[] {
  return [...output.matchAll(/(\w+) is emulated on this machine/g)].map(([, service]) => service);
}
