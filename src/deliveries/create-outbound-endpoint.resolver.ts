import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { OutboundEventType as EventType } from '../outbound-events.js';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import type { Viewer } from '../viewer/viewer.js';
import { OutboundEndpointType } from './outbound-endpoint.type.js';
import { OutboundEventType } from './outbound-event-types.js';
import { OutboundEndpointKind } from './outbound-state.js';

@InputType()
export class CreateOutboundEndpointInput {
  @Field(() => OutboundEndpointKind, { defaultValue: 'WEBHOOK' })
  kind!: OutboundEndpointKind;

  @Field(() => String, { description: 'An https address; of EMAIL a mailbox.' })
  address!: string;

  @Field(() => [OutboundEventType], { description: 'What it is told of. SLACK and EMAIL take alerts only.' })
  eventTypes!: EventType[];

  @Field(() => String, { nullable: true, description: 'For people; at most 200 characters.' })
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "OPERATOR. Whose events it gets; all tenants' where it is left out. An ADMIN's gets those of their own.",
  })
  tenantId?: string | null;
}

@ObjectType()
export class CreateOutboundEndpointPayload {
  @Field(() => OutboundEndpointType, { nullable: true })
  endpoint!: Row<'outbound_endpoint'> | null;

  @Field(() => String, { nullable: true, description: 'What a webhook is signed with (`whsec_…`). Shown this once.' })
  secret!: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class CreateOutboundEndpointResolver {
  @Mutation(() => CreateOutboundEndpointPayload, {
    description: 'ADMIN and OPERATOR. Has events sent somewhere from now on.',
  })
  createOutboundEndpoint(
    @Arg('input', () => CreateOutboundEndpointInput) input: CreateOutboundEndpointInput,
    @Ctx('scope') { viewer, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    const { kind, address, eventTypes, description = null } = input;
    return payloadOf<{ endpoint: Row<'outbound_endpoint'>; secret: string | null }>(
      async () => {
        const tenantId = tenantOf(viewer, input.tenantId ?? null);
        return services.outboundEndpoints.create({ tenantId, kind, address, eventTypes, description }, viewer);
      },
      { endpoint: null, secret: null },
    );
  }
}

function tenantOf({ role, tenantId }: Viewer, wanted: string | null): string | null {
  if (role === 'OPERATOR') return wanted;
  if (wanted === null || wanted === tenantId) return tenantId;
  throw new HubError(
    'BAD_INPUT',
    "An administrator's endpoint gets the events of their own tenant; leave tenantId out.",
    {
      field: ['input', 'tenantId'],
    },
  );
}
