import { Arg, Ctx, ID, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { HubError } from '../platform/errors/hub-error.js';
import type { GraphQLContext, Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncLogType } from './sync-log.type.js';
import { watchProgress, type SyncProgress } from './watch-progress.js';

@Resolver()
export class SyncProgressedResolver {
  @Subscription(() => SyncLogType, {
    description:
      "Runs as they go on, after those under way; a run at most four times a second, and always when its state changes. Only of integrations that the viewer may see. Ends when the viewer's token expires.",
    subscribe: ({ args, context }: SubscribeResolverData<unknown, { integrationId?: string | null }, GraphQLContext>) =>
      watchProgress(context.scope, args),
  })
  async syncProgressed(
    @Root() { syncLogId }: SyncProgress,
    @Ctx('scope') scope: Scope,
    @Arg('integrationId', () => ID, { nullable: true }) _integrationId: string | null,
  ): Promise<Row<'sync_log'>> {
    const log = await scope.load.syncLog.load(syncLogId);
    if (log !== null) return log;
    throw new HubError('NOT_FOUND', 'This run no longer exists.');
  }
}
