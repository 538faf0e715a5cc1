import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { listAlerts } from './alert-list.js';
import { AlertState } from './alert-state.js';
import { AlertConnection } from './alert.type.js';

@Resolver()
export class AlertsResolver {
  @Query(() => AlertConnection, {
    description:
      "ADMIN and OPERATOR. Alerts, newest first: to an administrator those about their tenant's integrations and endpoints, to an operator all.",
  })
  alerts(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('state', () => AlertState, { nullable: true }) state: AlertState | null,
  ): Promise<Connection<Row<'alert'>>> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return listAlerts(scope.read, { first, after, state });
  }
}
