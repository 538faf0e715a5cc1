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
  /** Asked of every account. */
  scopes: string[];
  endpoints: ProviderEndpoints;
}

export interface ProviderSettings extends PublicSettings {
  clientSecret: string | null;
  webhookSecret: string | null;
}
