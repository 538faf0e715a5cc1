import { Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { noEvents } from '../platform/graphql/live/no-events.js';
import type { GraphQLContext, Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { AlertType } from './alert.type.js';

@Resolver()
export class AlertChangedResolver {
  @Subscription(() => AlertType, {
    description:
      "ADMIN and OPERATOR. Alerts as they fire, resolve or are acknowledged. Ends when the viewer's token expires.",
    subscribe: ({ context }: SubscribeResolverData<unknown, object, GraphQLContext>) => watchAlerts(context.scope),
  })
  alertChanged(@Root() alert: AlertType): AlertType {
    return alert;
  }
}

/** The hub raises no alerts yet: the stream is open and silent. */
function watchAlerts({ viewer }: Scope): AsyncIterableIterator<AlertType> {
  requireRole(viewer, 'ADMIN', 'OPERATOR');
  return noEvents();
}
