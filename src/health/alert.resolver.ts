import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import { withdrawnProvider, type ProviderView } from '../integrations/provider-view.js';
import { ProviderType } from '../integrations/provider.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { AlertType } from './alert.type.js';

@Resolver(() => AlertType)
export class AlertResolver {
  @FieldResolver(() => ProviderType, { nullable: true })
  provider(@Root() { providerId }: Row<'alert'>, @Ctx('scope') { services }: Scope): ProviderView | null {
    return providerId === null ? null : (services.providers.find(providerId) ?? withdrawnProvider(providerId));
  }

  @FieldResolver(() => IntegrationType, { nullable: true })
  integration(
    @Root() { integrationId }: Row<'alert'>,
    @Ctx('scope') { load }: Scope,
  ): Loaded<VisibleIntegration | null> {
    return integrationId === null ? null : load.integration.load(integrationId);
  }
}
