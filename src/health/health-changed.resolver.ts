import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { watchIntegrations, type IntegrationChange } from '../integrations/integration-changes.js';
import type { IntegrationChoice } from '../integrations/integration-choice.js';
import { loadOwningIntegration } from '../integrations/integration.loader.js';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { GraphQLContext, Scope } from '../scope.js';
import { HealthChangeType } from './health-change.type.js';
import type { HealthState } from './health-state.js';
import { healthView, type HealthView } from './health-view.js';
import { IntegrationHealthType } from './integration-health.type.js';

@Resolver(() => HealthChangeType)
export class HealthChangedResolver {
  @Subscription(() => HealthChangeType, {
    description:
      "Changes of health, after the present health of each integration (of the newest 1,000). Only integrations that the viewer may see. Ends when the viewer's token expires.",
    subscribe: ({ args, context }: SubscribeResolverData<unknown, IntegrationChoice, GraphQLContext>) =>
      watchIntegrations(context.scope, 'healthChanged', args),
  })
  healthChanged(
    @Root() change: IntegrationChange<HealthState>,
    @Arg('integrationId', () => ID, { nullable: true }) _integrationId: string | null,
    @Arg('providerId', () => ID, { nullable: true }) _providerId: string | null,
  ): IntegrationChange<HealthState> {
    return change;
  }

  @FieldResolver(() => IntegrationType)
  integration(@Root() change: IntegrationChange<HealthState>, @Ctx('scope') scope: Scope): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, change.integrationId);
  }

  @FieldResolver(() => IntegrationHealthType)
  async health(
    @Root() { integrationId }: IntegrationChange<HealthState>,
    @Ctx('scope') { load, services }: Scope,
  ): Promise<HealthView> {
    const integration = await loadOwningIntegration(load.integration, integrationId);
    return healthView(await load.health.load(integrationId), integration, services.healthThresholds);
  }
}
