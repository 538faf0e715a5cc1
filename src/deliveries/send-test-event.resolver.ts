import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import type { Delivery } from './delivery-list.js';
import { findEndpoint } from './endpoint-list.js';
import { OutboundDeliveryType } from './outbound-delivery.type.js';

@InputType()
export class SendTestEventInput {
  @Field(() => ID)
  endpointId!: string;
}

@ObjectType()
export class SendTestEventPayload {
  @Field(() => OutboundDeliveryType, { nullable: true })
  delivery!: Delivery | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class SendTestEventResolver {
  @Mutation(() => SendTestEventPayload, {
    description: 'ADMIN and OPERATOR. Sends an event of type "test", whatever the endpoint else is told of.',
  })
  sendTestEvent(
    @Arg('input', () => SendTestEventInput) { endpointId }: SendTestEventInput,
    @Ctx('scope') { viewer, read, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ delivery: Delivery }>(
      async () => ({ delivery: await services.deliveries.sendTest(await findEndpoint(read, endpointId)) }),
      { delivery: null },
    );
  }
}
