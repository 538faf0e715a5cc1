import type { Credentials } from '../../integrations/credentials.js';
import type { ProviderDefinition } from '../../providers/provider.js';

/** The headers by which a provider knows whose call it is. */
export function authorizationHeaders(provider: ProviderDefinition, credentials: Credentials): Record<string, string> {
  if (credentials.method === 'OAUTH2') return { authorization: `Bearer ${credentials.accessToken}` };
  const auth = provider.auth.find(({ method }) => method === 'API_KEY');
  if (auth?.method !== 'API_KEY') throw new Error(`${provider.id} takes no API keys, and holds one`);
  return auth.headers({ apiKey: credentials.apiKey, apiSecret: credentials.apiSecret ?? undefined });
}
