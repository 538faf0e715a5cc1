import { Arg, FieldResolver, Int, Resolver } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import { emptyConnection } from '../platform/graphql/pagination/empty-connection.js';
import { WebhookEventConnection } from './webhook-event.type.js';

/** The hub takes no webhooks yet, so there are no events. */
@Resolver(() => IntegrationType)
export class IntegrationWebhooksResolver {
  @FieldResolver(() => WebhookEventConnection, { description: 'Events about it, newest first.' })
  webhookEvents(
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Connection<never> {
    return emptyConnection('webhookEvents:newest', first, after);
  }
}
