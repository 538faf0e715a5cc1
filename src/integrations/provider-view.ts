import type { ProviderDefinition } from '../providers/provider.js';

/** What clients see of a provider's declaration. */
export type ProviderView = Pick<
  ProviderDefinition,
  'id' | 'name' | 'category' | 'docsUrl' | 'kind' | 'auth' | 'models' | 'actions' | 'webhook'
>;

/**
 * Stands in for a provider that this release no longer has, so that what was linked to it can still
 * be listed and disconnected.
 */
export function withdrawnProvider(id: string): ProviderView {
  return {
    id,
    name: id,
    category: 'Withdrawn',
    docsUrl: null,
    auth: [],
    models: [],
    actions: [],
  };
}
