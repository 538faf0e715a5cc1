import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { GraphQLContext, Scope } from '../scope.js';
import { ConnectionStatusChangeType } from './connection-status-change.type.js';
import type { ConnectionState } from './connection-state.js';
import { ConnectionStatusType } from './connection-status.type.js';
import { watchIntegrations, type IntegrationChange } from './integration-changes.js';
import type { IntegrationChoice } from './integration-choice.js';
import { loadOwningIntegration } from './integration.loader.js';
import { IntegrationType } from './integration.type.js';
import type { VisibleIntegration } from './visible-integration.js';

@Resolver(() => ConnectionStatusChangeType)
export class ConnectionStatusChangedResolver {
  @Subscription(() => ConnectionStatusChangeType, {
    description:
      "Changes of connection status, after the present status of each integration (of the newest 1,000). Only integrations that the viewer may see. Ends when the viewer's token expires.",
    subscribe: ({ args, context }: SubscribeResolverData<unknown, IntegrationChoice, GraphQLContext>) =>
      watchIntegrations(context.scope, 'connectionStatusChanged', args),
  })
  connectionStatusChanged(
    @Root() change: IntegrationChange<ConnectionState>,
    @Arg('integrationId', () => ID, { nullable: true }) _integrationId: string | null,
    @Arg('providerId', () => ID, { nullable: true }) _providerId: string | null,
  ): IntegrationChange<ConnectionState> {
    return change;
  }

  @FieldResolver(() => IntegrationType)
  integration(
    @Root() change: IntegrationChange<ConnectionState>,
    @Ctx('scope') scope: Scope,
  ): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, change.integrationId);
  }

  @FieldResolver(() => ConnectionStatusType)
  connectionStatus(
    @Root() change: IntegrationChange<ConnectionState>,
    @Ctx('scope') scope: Scope,
  ): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, change.integrationId);
  }
}
