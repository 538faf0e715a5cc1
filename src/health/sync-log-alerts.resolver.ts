import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import { SyncLogType } from '../syncs/sync-log.type.js';
import type { Row } from '../tables.js';
import { AlertType } from './alert.type.js';

@Resolver(() => SyncLogType)
export class SyncLogAlertsResolver {
  @FieldResolver(() => [AlertType], {
    description: 'Alerts about its integration that fired while it ran, or within two minutes after. None for users.',
  })
  alerts(@Root() log: Row<'sync_log'>, @Ctx('scope') scope: Scope): Loaded<readonly Row<'alert'>[]> {
    return scope.load.alertsOfRun.load(log.id);
  }
}
