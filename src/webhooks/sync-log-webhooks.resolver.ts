import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import { SyncLogType } from '../syncs/sync-log.type.js';
import type { Row } from '../tables.js';
import { WebhookEventType } from './webhook-event.type.js';

@Resolver(() => SyncLogType)
export class SyncLogWebhooksResolver {
  @FieldResolver(() => [WebhookEventType], { description: 'The events that it came of, oldest first.' })
  webhookEvents(@Root() log: Row<'sync_log'>, @Ctx('scope') scope: Scope): Loaded<readonly Row<'webhook_event'>[]> {
    return scope.load.webhookEventsOfRun.load(log.id);
  }
}
