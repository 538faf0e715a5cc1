import { Ctx, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { HubError } from '../platform/errors/hub-error.js';
import type { GraphQLContext, Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { AlertType } from './alert.type.js';
import { watchAlerts, type AlertChange } from './watch-alerts.js';

@Resolver()
export class AlertChangedResolver {
  @Subscription(() => AlertType, {
    description:
      "ADMIN and OPERATOR. Alerts as they fire, resolve or are acknowledged, after those that fire now (the newest 1,000). Only alerts that the viewer may see. Ends when the viewer's token expires.",
    subscribe: ({ context: { scope } }: SubscribeResolverData<unknown, object, GraphQLContext>) => {
      requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
      return watchAlerts(scope);
    },
  })
  async alertChanged(@Root() { alertId }: AlertChange, @Ctx('scope') scope: Scope): Promise<Row<'alert'>> {
    const alert = await scope.load.alert.load(alertId);
    if (alert !== null) return alert;
    throw new HubError('NOT_FOUND', 'This alert no longer exists.');
  }
}
