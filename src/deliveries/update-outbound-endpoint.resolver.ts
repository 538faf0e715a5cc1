import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { OutboundEventType as EventType } from '../outbound-events.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { findEndpoint } from './endpoint-list.js';
import { OutboundEndpointType } from './outbound-endpoint.type.js';
import { OutboundEventType } from './outbound-event-types.js';

@InputType({ description: 'What is left out or null stays as it is.' })
export class UpdateOutboundEndpointInput {
  @Field(() => ID)
  endpointId!: string;

  @Field(() => String, { nullable: true })
  address?: string | null;

  @Field(() => [OutboundEventType], { nullable: true })
  eventTypes?: EventType[] | null;

  @Field(() => String, { nullable: true, description: 'An empty text forgets it.' })
  description?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False: nothing is stored for it or sent to it. True also sends what waited when it was disabled.',
  })
  enabled?: boolean | null;
}

@ObjectType()
export class UpdateOutboundEndpointPayload {
  @Field(() => OutboundEndpointType, { nullable: true })
  endpoint!: Row<'outbound_endpoint'> | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class UpdateOutboundEndpointResolver {
  @Mutation(() => UpdateOutboundEndpointPayload, { description: 'ADMIN and OPERATOR. Changes where or what is sent.' })
  updateOutboundEndpoint(
    @Arg('input', () => UpdateOutboundEndpointInput) { endpointId, ...changes }: UpdateOutboundEndpointInput,
    @Ctx('scope') { viewer, read, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ endpoint: Row<'outbound_endpoint'> }>(
      async () => {
        const before = await findEndpoint(read, endpointId);
        return { endpoint: await services.outboundEndpoints.update(before, changes, viewer) };
      },
      { endpoint: null },
    );
  }
}
