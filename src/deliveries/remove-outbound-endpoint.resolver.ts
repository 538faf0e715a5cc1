import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { findEndpoint } from './endpoint-list.js';

@InputType()
export class RemoveOutboundEndpointInput {
  @Field(() => ID)
  endpointId!: string;
}

@ObjectType()
export class RemoveOutboundEndpointPayload {
  @Field(() => ID, { nullable: true })
  removedId!: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class RemoveOutboundEndpointResolver {
  @Mutation(() => RemoveOutboundEndpointPayload, {
    description: 'ADMIN and OPERATOR. Sends nothing there any more, and forgets its deliveries.',
  })
  removeOutboundEndpoint(
    @Arg('input', () => RemoveOutboundEndpointInput) { endpointId }: RemoveOutboundEndpointInput,
    @Ctx('scope') { viewer, read, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ removedId: string }>(
      async () => {
        await services.outboundEndpoints.remove(await findEndpoint(read, endpointId), viewer);
        return { removedId: endpointId };
      },
      { removedId: null },
    );
  }
}
