import { expect, test } from 'vitest';
import { acmeAdmin, ada, operator, openApi } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';

const SETTINGS = `{
  provider(id: "things") {
    defaultScopes
    settings {
      enabled clientId clientSource hasClientSecret hasWebhookSecret hasOwnScopes endpoints { tokenUrl apiUrl }
    }
  }
}`;
const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;

describeEachDatabase((database) => {
  test('shows an operator what is set up, and of secrets only that they are', async () => {
    await using api = await openApi(database);
    const read = async () => (await api.askAs(operator, SETTINGS)).data.provider;
    const configure = (input: object) => api.askAs(operator, CONFIGURE, { input: { providerId: 'things', ...input } });
    const before = await read();

    await configure({
      clientId: 'mine',
      clientSecret: 'a-client-secret',
      webhookSecret: 'a-webhook-secret',
      scopes: ['things.read'],
      enabled: false,
      endpoints: { apiUrl: 'https://things.example/v2' },
    });
    const stored = await read();
    await configure({ clientId: '', clientSecret: '', webhookSecret: '', scopes: [], enabled: true });
    const forgotten = await read();

    expect(before.settings).toMatchObject({
      enabled: true,
      clientId: 'client',
      clientSource: 'ENVIRONMENT',
      hasClientSecret: true,
      hasWebhookSecret: false,
      hasOwnScopes: false,
    });
    expect(stored).toMatchObject({
      defaultScopes: ['things.read'],
      settings: {
        enabled: false,
        clientId: 'mine',
        clientSource: 'STORED',
        hasClientSecret: true,
        hasWebhookSecret: true,
        hasOwnScopes: true,
        endpoints: { apiUrl: 'https://things.example/v2/' },
      },
    });
    expect(JSON.stringify(stored)).not.toMatch(/a-(client|webhook)-secret/);
    expect(forgotten.settings).toMatchObject({ ...before.settings, endpoints: stored.settings.endpoints });
  });

  test('shows nobody else anything of it', async () => {
    await using api = await openApi(database);

    for (const viewer of [ada, acmeAdmin]) {
      const { data, errors } = await api.askAs(viewer, SETTINGS);
      expect(errors).toEqual([]);
      expect(data.provider.settings).toBeNull();
    }
  });
});
