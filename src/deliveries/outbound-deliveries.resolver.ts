import { GraphQLJSON } from 'graphql-scalars';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import type { Delivery } from './delivery-list.js';
import { OutboundAttemptType, OutboundDeliveryType } from './outbound-delivery.type.js';

@Resolver(() => OutboundDeliveryType)
export class OutboundDeliveriesResolver {
  @FieldResolver(() => GraphQLJSON, { description: 'The body that is sent: `type`, `timestamp` and `data`.' })
  payload(@Root() { payload }: Delivery): unknown {
    return JSON.parse(payload);
  }

  @FieldResolver(() => [OutboundAttemptType], { description: 'Every try, in order.' })
  log(@Root() { id }: Delivery, @Ctx('scope') { load }: Scope): Loaded<readonly Row<'outbound_attempt'>[]> {
    return load.outboundAttempts.load(id);
  }
}
