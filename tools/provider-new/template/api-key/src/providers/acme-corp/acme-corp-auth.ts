import type { ApiKeyAuth, ProviderEndpoints } from '../provider.js';

export const acmeCorpEndpoints: ProviderEndpoints = {
  apiUrl: 'https://api.acme-corp.example/v1/',
};

/** @see https://developers.acme-corp.example/api-keys */
export const acmeCorpAuth: ApiKeyAuth = {
  method: 'API_KEY',
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
};
