import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ProviderView } from '../integrations/provider-view.js';
import { ProviderType } from '../integrations/provider.type.js';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { ProviderHealth } from './provider-health.js';
import { ProviderHealthType } from './provider-health.type.js';

@Resolver(() => ProviderType)
export class ProviderHealthResolver {
  @FieldResolver(() => ProviderHealthType, { description: 'How calls for its linked accounts went.' })
  health(@Root() provider: ProviderView, @Ctx('scope') scope: Scope): Loaded<ProviderHealth> {
    return scope.load.providerHealth.load(provider.id);
  }
}
