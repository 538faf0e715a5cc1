import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { OutboundDeliveryState } from './outbound-state.js';

registerEnumType(OutboundDeliveryState, {
  name: 'OutboundDeliveryState',
  description: 'How far an event has come on its way to an endpoint.',
  valuesConfig: {
    WAITING: { description: 'Stored, and not tried yet.' },
    SENDING: { description: 'Being sent.' },
    DELIVERED: { description: 'The receiver took it.' },
    FAILED: { description: 'Failed and will be tried again.' },
    DEAD: { description: 'Out of tries; replay it by hand.' },
  },
});

/** Values are rows of `outbound_attempt`. */
@ObjectType('OutboundAttempt', { description: 'One try of a delivery.', simpleResolvers: true })
export class OutboundAttemptType {
  @Field(() => DateTime)
  at!: number;

  @Field(() => Int)
  durationMs!: number;

  @Field(() => Int, { nullable: true, description: "HTTP status of the receiver's answer; null where there was none." })
  statusCode!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it failed; null where it did not.' })
  error!: string | null;
}

/** Values are {@link Delivery}s. */
@ObjectType('OutboundDelivery', { description: 'One event on its way to one endpoint.', simpleResolvers: true })
export class OutboundDeliveryType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { description: 'The `webhook-id` that each try is sent with.' })
  eventId!: string;

  @Field(() => String, { description: 'E.g. "sync.failed".' })
  eventType!: string;

  @Field(() => OutboundDeliveryState)
  state!: OutboundDeliveryState;

  @Field(() => Int, { description: 'Tries since it was stored, or replayed.' })
  attempts!: number;

  @Field(() => DateTime)
  createdAt!: number;

  @Field(() => DateTime, { nullable: true })
  completedAt!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null once it is over.' })
  nextAttemptAt!: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last try failed.' })
  error!: string | null;
}

export const OutboundDeliveryConnection = connectionType('OutboundDelivery', () => OutboundDeliveryType);

@InputType('OutboundDeliveryFilter', { description: 'Deliveries that have all of what is given.' })
export class OutboundDeliveryFilter {
  @Field(() => OutboundDeliveryState, { nullable: true })
  state?: OutboundDeliveryState | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those of events after this.' })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those of events before this.' })
  createdBefore?: Date | null;
}
