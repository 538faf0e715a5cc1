import { HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { PublicSettings } from './provider-settings.js';

/** @throws HubError CONFLICT while an operator has switched the provider off. */
export function requireEnabled(provider: ProviderDefinition, { enabled }: Pick<PublicSettings, 'enabled'>): void {
  if (enabled) return;
  throw new HubError('CONFLICT', `${provider.name} is switched off in this hub. Ask whoever runs it to switch it on.`);
}
