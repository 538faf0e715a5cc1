import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncLogConnection, SyncLogFilter } from './sync-log-list.type.js';
import { listSyncLogsOf } from './sync-log-list.js';
import { SyncLogType } from './sync-log.type.js';
import { SyncType } from './sync.type.js';

@Resolver(() => IntegrationType)
export class IntegrationSyncsResolver {
  @FieldResolver(() => [SyncType], { description: 'One a model, by model name; none before the account is connected.' })
  syncs(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Loaded<readonly Row<'sync'>[]> {
    return scope.load.syncsOf.load(integration.id);
  }

  @FieldResolver(() => SyncLogConnection, { description: 'Runs of its syncs, newest first.' })
  syncLogs(
    @Root() integration: VisibleIntegration,
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => SyncLogFilter, { nullable: true }) filter: SyncLogFilter | null,
  ): Promise<Connection<Row<'sync_log'>>> {
    return listSyncLogsOf(scope, integration.id, { first, after, filter });
  }

  @FieldResolver(() => SyncLogType, { nullable: true, description: 'The run that was queued last, of any model.' })
  lastSyncLog(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Loaded<Row<'sync_log'> | null> {
    return scope.load.lastSyncLogOf.load(integration.id);
  }
}
