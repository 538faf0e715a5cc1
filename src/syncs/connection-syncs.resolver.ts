import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ConnectionStatusType } from '../integrations/connection-status.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { whenLoaded, type Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import { nextRunOf } from './next-run.js';
import { ACTIVE_STATES } from './sync-state.js';

const active: ReadonlySet<string | null> = new Set(ACTIVE_STATES);

@Resolver(() => ConnectionStatusType)
export class ConnectionSyncsResolver {
  @FieldResolver(() => Boolean, { description: 'Whether a run of any model is queued, running or paused.' })
  syncInProgress(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Loaded<boolean> {
    return whenLoaded(scope.load.syncsOf.load(integration.id), (syncs) => syncs.some(({ state }) => active.has(state)));
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When the first of its syncs runs next; null while nothing is scheduled.',
  })
  nextSyncAt(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Loaded<number | null> {
    return whenLoaded(scope.load.syncsOf.load(integration.id), nextRunOf);
  }
}
