import type { ApiKeyAuth, OAuth2Auth, ProviderDefinition } from '../providers/provider.js';

type WithAuth = Pick<ProviderDefinition, 'auth'>;

export function oauth2Of(provider: WithAuth): OAuth2Auth | null {
  return provider.auth.find((auth): auth is OAuth2Auth => auth.method === 'OAUTH2') ?? null;
}

export function apiKeyOf(provider: WithAuth): ApiKeyAuth | null {
  return provider.auth.find((auth): auth is ApiKeyAuth => auth.method === 'API_KEY') ?? null;
}

export function offersApiKey(provider: WithAuth): boolean {
  return apiKeyOf(provider) !== null;
}
