import type { ApiKeyAuth, OAuth2Auth, ProviderDefinition } from '../providers/provider.js';

export function oauth2Of(provider: ProviderDefinition): OAuth2Auth | null {
  return provider.auth.find((auth): auth is OAuth2Auth => auth.method === 'OAUTH2') ?? null;
}

export function offersApiKey(provider: ProviderDefinition): boolean {
  return provider.auth.some((auth): auth is ApiKeyAuth => auth.method === 'API_KEY');
}
