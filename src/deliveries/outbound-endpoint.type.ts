import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { OutboundEventType as EventType } from '../outbound-events.js';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { OutboundEventType } from './outbound-event-types.js';
import { OutboundEndpointKind } from './outbound-state.js';

registerEnumType(OutboundEndpointKind, {
  name: 'OutboundEndpointKind',
  description: 'What an endpoint is, and so how it is sent to.',
  valuesConfig: {
    WEBHOOK: { description: "Your product's backend: signed JSON by Standard Webhooks." },
    SLACK: { description: 'An incoming webhook of Slack; alerts only.' },
    EMAIL: { description: 'A mailbox; alerts only.' },
  },
});

registerEnumType(OutboundEventType, {
  name: 'OutboundEventType',
  description: 'What an endpoint is told of. In the event itself SYNC_FAILED is "sync.failed", and so on.',
});

/** Values are rows of `outbound_endpoint`. */
@ObjectType('OutboundEndpoint', { description: 'Where the hub sends events to.', simpleResolvers: true })
export class OutboundEndpointType {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Whose events it gets; null for those of all tenants.' })
  tenantId!: string | null;

  @Field(() => OutboundEndpointKind)
  kind!: OutboundEndpointKind;

  @Field(() => [OutboundEventType], { simple: false })
  eventTypes!: EventType[];

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when every try has failed.' })
  failingSince!: number | null;

  @Field(() => DateTime, { nullable: true })
  disabledAt!: number | null;

  @Field(() => String, { nullable: true, description: 'Why nothing is sent there now.' })
  disabledReason!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the secret of before the last rotation signs, or signed, beside the new one.',
  })
  oldSecretEndsAt!: number | null;

  @Field(() => DateTime)
  createdAt!: number;
}

export const OutboundEndpointConnection = connectionType('OutboundEndpoint', () => OutboundEndpointType);
