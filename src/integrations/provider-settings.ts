import type { ProviderEndpoints } from '../providers/provider.js';

/** What is in force for a provider: what an operator stored, else the environment, else the declaration. No secrets. */
export interface PublicSettings {
  /** Whether an account can be linked by at least one of its methods. */
  configured: boolean;
  /** Whether there is a client that owners can be sent to consent with. */
  takesConsent: boolean;
  /** False while an operator has switched it off. */
  enabled: boolean;
  clientId: string | null;
  /** Who set the client up; null where nobody did. */
  clientSource: 'STORED' | 'ENVIRONMENT' | null;
  hasClientSecret: boolean;
  hasWebhookSecret: boolean;
  /** Asked of every account. */
  scopes: string[];
  /** Whether an operator chose the scopes; else they are the declaration's. */
  hasOwnScopes: boolean;
  endpoints: ProviderEndpoints;
}

export interface ProviderSettings extends PublicSettings {
  clientSecret: string | null;
  webhookSecret: string | null;
}
