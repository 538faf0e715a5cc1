import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { listWebhookEventsOf } from './webhook-event-list.js';
import { WebhookSubscriptionType } from './subscriptions/webhook-subscription.type.js';
import { WebhookEventConnection } from './webhook-event.type.js';

@Resolver(() => IntegrationType)
export class IntegrationWebhooksResolver {
  @FieldResolver(() => WebhookEventConnection, { description: 'Events about it, newest first.' })
  webhookEvents(
    @Root() integration: VisibleIntegration,
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Connection<Row<'webhook_event'>>> {
    return listWebhookEventsOf(scope, integration.id, { first, after });
  }

  @FieldResolver(() => [WebhookSubscriptionType], {
    description: 'What the hub asked the provider to tell of, where that is asked for by API.',
  })
  async webhookSubscriptions(
    @Root() integration: VisibleIntegration,
    @Ctx('scope') scope: Scope,
  ): Promise<Row<'webhook_subscription'>[]> {
    return [...(await scope.load.webhookSubscriptionsOf.load(integration.id))];
  }
}
