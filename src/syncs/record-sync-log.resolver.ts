import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import { RecordType } from '../records/record.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncLogType } from './sync-log.type.js';

@Resolver(() => RecordType)
export class RecordSyncLogResolver {
  @FieldResolver(() => SyncLogType, {
    nullable: true,
    description: 'The run that last changed it; null where its log is no longer kept.',
  })
  syncLog(@Root() record: RecordType, @Ctx('scope') scope: Scope): Loaded<Row<'sync_log'> | null> {
    return scope.load.changingRun.load(record.id);
  }
}
