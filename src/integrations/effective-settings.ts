import type { ProviderEnvironment } from '../config.js';
import { fromJson } from '../platform/database/json-text.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { Row } from '../tables.js';
import { oauth2Of, offersApiKey } from './auth-methods.js';
import type { PublicSettings } from './provider-settings.js';

/** What an operator stored wins over the environment, and that over the declaration. */
export function publicSettingsOf(
  provider: ProviderDefinition,
  stored: Row<'provider_config'> | undefined,
  environment: ProviderEnvironment | undefined,
): PublicSettings {
  const clientId = stored?.clientId ?? environment?.clientId ?? null;
  const hasSecret = Boolean(stored?.sealedClientSecret ?? environment?.clientSecret);
  // A client belongs to its endpoints: an operator's own is not registered at the environment's.
  const isStored = stored?.clientId != null;
  const declaredScopes = oauth2Of(provider)?.scopes.map(({ name }) => name) ?? [];
  return {
    configured: offersApiKey(provider) || (clientId !== null && hasSecret),
    enabled: (stored?.disabledAt ?? null) === null,
    clientId,
    scopes: fromJson(stored?.scopes ?? null) ?? declaredScopes,
    endpoints: {
      ...provider.endpoints,
      ...(isStored ? null : environment?.endpoints),
      ...fromJson(stored?.endpoints ?? null),
    },
  };
}

/** Where a provider's secret is sealed. */
export function secretPlace(providerId: string, secret: 'client_secret' | 'webhook_secret'): string {
  return `provider_config.sealed_${secret}:${providerId}`;
}
