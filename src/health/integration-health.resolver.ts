import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import { whenLoaded, type Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import { healthView, type HealthView } from './health-view.js';
import { IntegrationHealthType } from './integration-health.type.js';

@Resolver(() => IntegrationType)
export class IntegrationHealthResolver {
  @FieldResolver(() => IntegrationHealthType, { description: 'How its calls went in the last 24 hours.' })
  health(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Loaded<HealthView> {
    return whenLoaded(scope.load.health.load(integration.id), (health) =>
      healthView(health, integration, scope.services.healthThresholds),
    );
  }
}
