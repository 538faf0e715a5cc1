import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import { whenLoaded, type Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { CallStretch } from './call-stretches.loader.js';
import { CallStretchType } from './call-stretch.type.js';
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

  @FieldResolver(() => [CallStretchType], {
    description:
      'What its health is made of: the calls of the last 24 hours, the oldest first. Stretches without a call are left out.',
  })
  async callStretches(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Promise<CallStretch[]> {
    return [...(await scope.load.callStretchesOf.load(integration.id))];
  }
}
