import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { noteOf } from '../audit/audit-note.js';
import { HubError } from '../platform/errors/hub-error.js';
import { isGiven } from '../platform/graphql/is-given.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { selectDeliveries } from './delivery-list.js';
import { findEndpoint } from './endpoint-list.js';
import { OutboundDeliveryFilter } from './outbound-delivery.type.js';

@InputType()
export class ReplayOutboundDeliveriesInput {
  @Field(() => ID)
  endpointId!: string;

  @Field(() => OutboundDeliveryFilter, { description: 'Which deliveries; at least one condition.' })
  filter!: OutboundDeliveryFilter;
}

@ObjectType()
export class ReplayOutboundDeliveriesPayload {
  @Field(() => Int, { nullable: true, description: 'Deliveries that are sent once more.' })
  replayed!: number | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ReplayOutboundDeliveriesResolver {
  @Mutation(() => ReplayOutboundDeliveriesPayload, {
    description: 'ADMIN and OPERATOR. Sends many events once more. One that is being sent right now is left out.',
  })
  replayOutboundDeliveries(
    @Arg('input', () => ReplayOutboundDeliveriesInput) { endpointId, filter }: ReplayOutboundDeliveriesInput,
    @Ctx('scope') { viewer, read, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ replayed: number }>(
      async () => {
        await findEndpoint(read, endpointId);
        if (!Object.values(filter).some(isGiven)) throw nothingGiven();
        const note = noteOf(viewer, { action: 'DELIVERIES_REPLAYED', subject: endpointId });
        const wanted = selectDeliveries(read, endpointId, filter).select('outbound_delivery.id');
        return { replayed: await services.deliveries.replayAll(wanted, note) };
      },
      { replayed: null },
    );
  }
}

function nothingGiven(): HubError {
  return new HubError('BAD_INPUT', 'Say which deliveries: by state or time. All at once is never meant.', {
    field: ['input', 'filter'],
  });
}
