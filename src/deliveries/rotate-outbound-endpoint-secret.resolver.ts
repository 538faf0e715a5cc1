import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { findEndpoint } from './endpoint-list.js';
import { OutboundEndpointType } from './outbound-endpoint.type.js';

@InputType()
export class RotateOutboundEndpointSecretInput {
  @Field(() => ID)
  endpointId!: string;

  @Field(() => Int, {
    defaultValue: 24,
    description: 'How long the old secret signs beside the new one: from 0, for one that leaked, to 168.',
  })
  overlapHours!: number;
}

@ObjectType()
export class RotateOutboundEndpointSecretPayload {
  @Field(() => OutboundEndpointType, { nullable: true })
  endpoint!: Row<'outbound_endpoint'> | null;

  @Field(() => String, { nullable: true, description: 'The new secret. Shown this once.' })
  secret!: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class RotateOutboundEndpointSecretResolver {
  @Mutation(() => RotateOutboundEndpointSecretPayload, {
    description: 'ADMIN and OPERATOR. Makes a new secret; for a while each event is signed with both.',
  })
  rotateOutboundEndpointSecret(
    @Arg('input', () => RotateOutboundEndpointSecretInput) input: RotateOutboundEndpointSecretInput,
    @Ctx('scope') { viewer, read, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ endpoint: Row<'outbound_endpoint'>; secret: string }>(
      async () => {
        const endpoint = await findEndpoint(read, input.endpointId);
        return services.outboundEndpoints.rotateSecret(endpoint, input.overlapHours, viewer);
      },
      { endpoint: null, secret: null },
    );
  }
}
