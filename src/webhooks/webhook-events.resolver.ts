import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import { emptyConnection } from '../platform/graphql/pagination/empty-connection.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { WebhookEventConnection, WebhookEventFilter } from './webhook-event.type.js';

/** The hub takes no webhooks yet, so there are no events. */
@Resolver()
export class WebhookEventsResolver {
  @Query(() => WebhookEventConnection, { description: 'ADMIN and OPERATOR. Events received, newest first.' })
  webhookEvents(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => WebhookEventFilter, { nullable: true }) _filter: WebhookEventFilter | null,
  ): Connection<never> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return emptyConnection('webhookEvents:newest', first, after);
  }
}
