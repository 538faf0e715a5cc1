import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import { withdrawnProvider, type ProviderView } from '../integrations/provider-view.js';
import { ProviderType } from '../integrations/provider.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Scope } from '../scope.js';
import { SyncLogType } from '../syncs/sync-log.type.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { listWebhookEvents } from './webhook-event-list.js';
import { WebhookEventConnection, WebhookEventFilter, WebhookEventType } from './webhook-event.type.js';
import { showPayload } from './show-payload.js';

@Resolver(() => WebhookEventType)
export class WebhookEventsResolver {
  @Query(() => WebhookEventConnection, {
    description:
      'ADMIN and OPERATOR. Events received, newest first; for an ADMIN those that concern their tenant. ' +
      'An event of no integration is seen by the OPERATOR only.',
  })
  webhookEvents(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => WebhookEventFilter, { nullable: true }) filter: WebhookEventFilter | null,
  ): Promise<Connection<Row<'webhook_event'>>> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return listWebhookEvents(scope.read, { first, after, filter });
  }

  @FieldResolver(() => ProviderType)
  provider(@Root() event: Row<'webhook_event'>, @Ctx('scope') scope: Scope): ProviderView {
    return scope.services.providers.find(event.providerId) ?? withdrawnProvider(event.providerId);
  }

  @FieldResolver(() => IntegrationType, { nullable: true, description: 'Null where it concerns none, or several.' })
  async integration(
    @Root() event: Row<'webhook_event'>,
    @Ctx('scope') scope: Scope,
  ): Promise<VisibleIntegration | null> {
    const [only, ...others] = await scope.load.webhookTargets.load(event.id);
    return only === undefined || others.length > 0 ? null : scope.load.integration.load(only.integrationId);
  }

  @FieldResolver(() => [SyncLogType], { description: 'The runs that it led to.' })
  async syncLogs(@Root() event: Row<'webhook_event'>, @Ctx('scope') scope: Scope): Promise<Row<'sync_log'>[]> {
    return [...(await scope.load.webhookRuns.load(event.id))];
  }

  @FieldResolver(() => GraphQLJSON, {
    nullable: true,
    description: 'ADMIN and OPERATOR. Its `headers` and `body` as they came, without what looks like a secret.',
  })
  async payload(@Root() event: Row<'webhook_event'>, @Ctx('scope') scope: Scope): Promise<unknown> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return showPayload(await scope.load.webhookPayload.load(event));
  }
}
