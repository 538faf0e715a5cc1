import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ApiCallType } from '../requests/api-call.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncLogType } from './sync-log.type.js';

@Resolver(() => ApiCallType)
export class ApiCallSyncLogResolver {
  @FieldResolver(() => SyncLogType, { nullable: true, description: 'The run that made the call; null where none did.' })
  async syncLog(@Root() call: Row<'api_call'>, @Ctx('scope') scope: Scope): Promise<Row<'sync_log'> | null> {
    return call.syncLogId === null ? null : scope.load.syncLog.load(call.syncLogId);
  }
}
