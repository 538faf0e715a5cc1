import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { noteOf } from '../audit/audit-note.js';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import type { Delivery } from './delivery-list.js';
import { OutboundDeliveryType } from './outbound-delivery.type.js';

@InputType()
export class ReplayOutboundDeliveryInput {
  @Field(() => ID)
  deliveryId!: string;
}

@ObjectType()
export class ReplayOutboundDeliveryPayload {
  @Field(() => OutboundDeliveryType, { nullable: true })
  delivery!: Delivery | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ReplayOutboundDeliveryResolver {
  @Mutation(() => ReplayOutboundDeliveryPayload, {
    description: 'ADMIN and OPERATOR. Sends an event once more, with as many tries as a new one and under the same id.',
  })
  replayOutboundDelivery(
    @Arg('input', () => ReplayOutboundDeliveryInput) { deliveryId }: ReplayOutboundDeliveryInput,
    @Ctx('scope') { viewer, load, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ delivery: Delivery }>(
      async () => {
        const before = await load.outboundDelivery.load(deliveryId);
        if (before === null) throw notFound(deliveryId);
        const note = noteOf(viewer, { action: 'DELIVERIES_REPLAYED', subject: deliveryId });
        return { delivery: { ...before, ...(await services.deliveries.replay(deliveryId, note)) } };
      },
      { delivery: null },
    );
  }
}

function notFound(id: string): HubError {
  return new HubError('NOT_FOUND', `There is no outbound delivery ${id.slice(0, 60)}.`, {
    field: ['input', 'deliveryId'],
  });
}
