import { KeyLoader } from '../platform/graphql/row-loaders.js';
import type { ProviderCatalog } from './provider-catalog.js';
import type { PublicSettings } from './provider-settings.js';

type ReadSettings = Pick<PublicSettings, 'configured' | 'takesConsent' | 'scopes' | 'enabled'>;

export type ProviderSettingsLoader = KeyLoader<ReadSettings>;

const NONE: ReadSettings = { configured: false, takesConsent: false, scopes: [], enabled: true };

/** Settings by provider id, however many integrations ask. Nothing for a withdrawn provider. */
export function providerSettingsLoader(providers: ProviderCatalog): ProviderSettingsLoader {
  return new KeyLoader(async (ids) => {
    const settings = await providers.settingsOfAll();
    return ids.map((id) => settings.get(id) ?? NONE);
  });
}
