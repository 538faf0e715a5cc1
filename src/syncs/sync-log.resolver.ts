import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { loadOwningIntegration } from '../integrations/integration.loader.js';
import { IntegrationType } from '../integrations/integration.type.js';
import { problemView, reconnectUrlOf } from '../integrations/problem-view.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import { ProblemType } from '../platform/graphql/problem.type.js';
import { listApiCallsOfRun } from '../requests/api-call-list.js';
import { ApiCallConnection, ApiCallFilter } from '../requests/api-call.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncLogConnection, SyncLogFilter } from './sync-log-list.type.js';
import { listSyncLogs } from './sync-log-list.js';
import { SyncLogType } from './sync-log.type.js';
import { SyncType } from './sync.type.js';

@Resolver(() => SyncLogType)
export class SyncLogResolver {
  @Query(() => SyncLogConnection, { description: 'Runs of all integrations that the viewer may see, newest first.' })
  syncLogs(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => SyncLogFilter, { nullable: true }) filter: SyncLogFilter | null,
  ): Promise<Connection<Row<'sync_log'>>> {
    return listSyncLogs(scope.read, { first, after, filter });
  }

  @FieldResolver(() => IntegrationType)
  integration(@Root() log: Row<'sync_log'>, @Ctx('scope') scope: Scope): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, log.integrationId);
  }

  @FieldResolver(() => SyncType)
  async sync(@Root() log: Row<'sync_log'>, @Ctx('scope') scope: Scope): Promise<Row<'sync'>> {
    const sync = await scope.load.sync.load(log.syncId);
    if (sync !== null) return sync;
    throw new HubError('NOT_FOUND', 'The sync of this run no longer exists.');
  }

  @FieldResolver(() => ApiCallConnection, { description: 'Calls that it made, newest first.' })
  apiCallLog(
    @Root() log: Row<'sync_log'>,
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => ApiCallFilter, { nullable: true }) filter: ApiCallFilter | null,
  ): Promise<Connection<Row<'api_call'>>> {
    return listApiCallsOfRun(scope, log.id, { first, after, filter });
  }

  @FieldResolver(() => Int, { nullable: true, description: 'From its start to its end; null until it is over.' })
  durationMs(@Root() { startedAt, finishedAt }: Row<'sync_log'>): number | null {
    return startedAt === null || finishedAt === null ? null : Math.max(finishedAt - startedAt, 0);
  }

  @FieldResolver(() => Boolean, { description: 'Whether somebody asked to cancel it; it ends before its next page.' })
  cancelRequested(@Root() log: Row<'sync_log'>): boolean {
    return log.cancelRequestedAt !== null;
  }

  @FieldResolver(() => ProblemType, { nullable: true, description: 'What paused or ended it; null where nothing did.' })
  problem(@Root() log: Row<'sync_log'>, @Ctx('scope') scope: Scope): ProblemType | null {
    const { publicUrl } = scope.services.providers;
    return problemView(log.problem, ({ code }) =>
      code === 'REAUTHORIZATION_REQUIRED' ? reconnectUrlOf(publicUrl, log.integrationId) : null,
    );
  }
}
