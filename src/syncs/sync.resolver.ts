import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadOwningIntegration } from '../integrations/integration.loader.js';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { nextRunOf } from './next-run.js';
import { SyncLogType } from './sync-log.type.js';
import { SyncType } from './sync.type.js';

@Resolver(() => SyncType)
export class SyncResolver {
  @FieldResolver(() => IntegrationType)
  integration(@Root() sync: Row<'sync'>, @Ctx('scope') scope: Scope): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, sync.integrationId);
  }

  @FieldResolver(() => Boolean, { description: 'False while the schedule is switched off; runs by hand still work.' })
  enabled(@Root() sync: Row<'sync'>): boolean {
    return sync.disabledAt === null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Cron expression or interval of full runs: the sync's own, else the provider's default.",
  })
  async fullSchedule(@Root() sync: Row<'sync'>, @Ctx('scope') scope: Scope): Promise<string | null> {
    return sync.fullSchedule ?? (await defaultSchedules(sync, scope))?.full ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Cron expression or interval of incremental runs: the sync's own, else the provider's default.",
  })
  async incrementalSchedule(@Root() sync: Row<'sync'>, @Ctx('scope') scope: Scope): Promise<string | null> {
    return sync.incrementalSchedule ?? (await defaultSchedules(sync, scope))?.incremental ?? null;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'Null while nothing is scheduled.' })
  nextRunAt(@Root() sync: Row<'sync'>): number | null {
    return nextRunOf([sync]);
  }

  @FieldResolver(() => SyncLogType, { nullable: true, description: 'The latest run, also one under way.' })
  lastRun(@Root() sync: Row<'sync'>, @Ctx('scope') scope: Scope): Loaded<Row<'sync_log'> | null> {
    return scope.load.lastRunOf.load(sync.id);
  }
}

async function defaultSchedules(sync: Row<'sync'>, { load, services }: Scope) {
  const integration = await load.integration.load(sync.integrationId);
  const provider = integration === null ? null : services.providers.find(integration.providerId);
  return provider?.models.find(({ name }) => name === sync.model)?.schedule;
}
