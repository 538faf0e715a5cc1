import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Scope } from '../scope.js';
import type { PublicSettings } from './provider-settings.js';
import { ProviderSettingsType } from './provider-settings.type.js';
import type { ProviderView } from './provider-view.js';
import { ProviderType } from './provider.type.js';

@Resolver(() => ProviderType)
export class ProviderSettingsResolver {
  @FieldResolver(() => ProviderSettingsType, {
    nullable: true,
    description: 'What configureProvider and the environment set up. Null for everybody but an OPERATOR.',
  })
  async settings(
    @Root() { id }: ProviderView,
    @Ctx('scope') { viewer, services }: Scope,
  ): Promise<PublicSettings | null> {
    return viewer.role === 'OPERATOR' ? services.providers.publicSettings(id) : null;
  }
}
