import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import { fromJson } from '../platform/database/json-text.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { listHealthHistory } from './health-history-list.js';
import { healthReason, NOTHING_KNOWN } from './health-reason.js';
import { HealthStateChangeConnection, HealthStateChangeType } from './health-state-change.type.js';

@Resolver(() => IntegrationType)
export class IntegrationHealthHistoryResolver {
  @FieldResolver(() => HealthStateChangeConnection, {
    description: 'States of health that it came into, newest first; of the last 90 days.',
  })
  healthHistory(
    @Root() integration: VisibleIntegration,
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Connection<Row<'health_change'>>> {
    return listHealthHistory(scope, integration.id, { first, after });
  }
}

@Resolver(() => HealthStateChangeType)
export class HealthStateChangeResolver {
  @FieldResolver(() => Float)
  errorRate(@Root() { calls, failures }: Row<'health_change'>): number {
    return calls === 0 ? 0 : failures / calls;
  }

  @FieldResolver(() => String)
  reason(@Root() change: Row<'health_change'>, @Ctx('scope') { services }: Scope): string {
    if (change.state === 'UNKNOWN') return NOTHING_KNOWN;
    return healthReason(change.state, change, fromJson(change.mainFailure), services.healthThresholds);
  }
}
