import type { ProviderEnvironment } from '../config.js';
import { fromJson } from '../platform/database/json-text.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { Row } from '../tables.js';
import { oauth2Of, offersApiKey } from './auth-methods.js';
import type { PublicSettings } from './provider-settings.js';

/**
 * What an operator stored wins over the environment, and that over the declaration. A client counts whole:
 * its id, its secret and the endpoints where it is registered are of one source.
 */
export function publicSettingsOf(
  provider: ProviderDefinition,
  stored: Row<'provider_config'> | undefined,
  environment: ProviderEnvironment | undefined,
): PublicSettings {
  const isStored = hasOwnClient(stored);
  const clientId = (isStored ? stored.clientId : environment?.clientId) ?? null;
  const oauth2 = oauth2Of(provider);
  const hasClientSecret = Boolean(isStored ? stored.sealedClientSecret : environment?.clientSecret);
  const hasSecret = oauth2?.clientAuthentication === 'none' || hasClientSecret;
  const takesConsent = clientId !== null && hasSecret;
  const declaredScopes = oauth2?.scopes.map(({ name }) => name) ?? [];
  return {
    configured: offersApiKey(provider) || takesConsent,
    takesConsent,
    enabled: (stored?.disabledAt ?? null) === null,
    clientId,
    clientSource: clientId === null ? null : isStored ? 'STORED' : 'ENVIRONMENT',
    hasClientSecret,
    hasWebhookSecret: Boolean(stored?.sealedWebhookSecret ?? environment?.webhookSecret),
    scopes: fromJson(stored?.scopes ?? null) ?? declaredScopes,
    hasOwnScopes: (stored?.scopes ?? null) !== null,
    endpoints: {
      ...provider.endpoints,
      ...(isStored ? null : environment?.endpoints),
      ...fromJson(stored?.endpoints ?? null),
    },
  };
}

/** Whether an operator stored a client, so that the environment's does not count. */
export function hasOwnClient(stored: Row<'provider_config'> | undefined): stored is Row<'provider_config'> {
  return stored !== undefined && stored.clientId !== null;
}

/** Where a provider's secret is sealed. */
export function secretPlace(providerId: string, secret: 'client_secret' | 'webhook_secret'): string {
  return `provider_config.sealed_${secret}:${providerId}`;
}
