import { defineProvider, type ProviderDefinition, type WebhookDefinition } from '../../src/providers/provider.js';

/** A provider, Bells, that does nothing but ring: what it sends is the test's to say. */
export function senderProvider(webhook: Pick<WebhookDefinition, 'scheme' | 'samples'>): {
  provider: ProviderDefinition;
  webhook: WebhookDefinition;
} {
  const whole: WebhookDefinition = {
    read: ({ headers }) => ({
      kind: 'EVENT',
      id: headers['x-goog-message-number']?.[0] ?? null,
      type: 'ring',
      accounts: [],
    }),
    changes: () => [],
    ...webhook,
  };
  const provider = defineProvider({
    id: 'bells',
    name: 'Bells',
    category: 'Testing',
    docsUrl: 'https://bells.example/docs',
    endpoints: {
      authorizationUrl: 'https://bells.example/authorize',
      tokenUrl: 'https://bells.example/token',
      apiUrl: 'https://bells.example/api/',
    },
    auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ authorization: apiKey }) }],
    limits: { integration: { requests: 10, perMs: 1000 } },
    createApi: () => null,
    identify: () => Promise.resolve({ externalId: 'bell_1', label: 'The bell' }),
    models: [],
    actions: [],
    webhook: whole,
  });
  return { provider, webhook: whole };
}
