import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { loadOwningIntegration } from '../integrations/integration.loader.js';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { GraphQLContext, Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { RecordsChangeType } from './records-change.type.js';
import { SyncLogType } from './sync-log.type.js';
import { watchRecords, type RecordsChange, type RecordsChoice } from './watch-records.js';

@Resolver(() => RecordsChangeType)
export class RecordsChangedResolver {
  @Subscription(() => RecordsChangeType, {
    description:
      "Changes of records, after where the change feed of each model stands (of 1,000 at most). Only of integrations that the viewer may see. Ends when the viewer's token expires.",
    subscribe: ({ args, context }: SubscribeResolverData<unknown, RecordsChoice, GraphQLContext>) =>
      watchRecords(context.scope, args),
  })
  recordsChanged(
    @Root() change: RecordsChange,
    @Arg('integrationId', () => ID, { nullable: true }) _integrationId: string | null,
    @Arg('model', () => String, { nullable: true }) _model: string | null,
  ): RecordsChange {
    return change;
  }

  @FieldResolver(() => IntegrationType)
  integration(@Root() change: RecordsChange, @Ctx('scope') scope: Scope): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, change.integrationId);
  }

  @FieldResolver(() => SyncLogType, { nullable: true, description: 'The run that brought the change.' })
  async syncLog(@Root() { syncLogId }: RecordsChange, @Ctx('scope') scope: Scope): Promise<Row<'sync_log'> | null> {
    return syncLogId === null ? null : scope.load.syncLog.load(syncLogId);
  }
}
