import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import { emptyConnection } from '../platform/graphql/pagination/empty-connection.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { AlertState } from './alert-state.js';
import { AlertConnection } from './alert.type.js';

/** The hub raises no alerts yet, so there are none. */
@Resolver()
export class AlertsResolver {
  @Query(() => AlertConnection, { description: 'ADMIN and OPERATOR. Alerts, newest first.' })
  alerts(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('state', () => AlertState, { nullable: true }) _state: AlertState | null,
  ): Connection<never> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return emptyConnection('alerts:newest', first, after);
  }
}
