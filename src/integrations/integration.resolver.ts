import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { withdrawnProvider, type ProviderView } from './provider-view.js';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import { ConnectionStatusType } from './connection-status.type.js';
import { IntegrationType } from './integration.type.js';
import { ProviderType } from './provider.type.js';
import type { VisibleIntegration } from './visible-integration.js';

@Resolver(() => IntegrationType)
export class IntegrationResolver {
  @Query(() => IntegrationType, {
    nullable: true,
    description: 'One integration, or null where the viewer may not see it.',
  })
  integration(@Arg('id', () => ID) id: string, @Ctx('scope') scope: Scope): Loaded<VisibleIntegration | null> {
    return scope.load.integration.load(id);
  }

  @FieldResolver(() => ProviderType)
  provider(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): ProviderView {
    return scope.services.providers.find(integration.providerId) ?? withdrawnProvider(integration.providerId);
  }

  @FieldResolver(() => ConnectionStatusType)
  connectionStatus(@Root() integration: VisibleIntegration): VisibleIntegration {
    return integration;
  }
}
