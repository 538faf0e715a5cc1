import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { Node } from '../platform/graphql/node.type.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { WebhookEventState } from './webhook-event-state.js';

registerEnumType(WebhookEventState, {
  name: 'WebhookEventState',
  description: 'How far a webhook event has come.',
  valuesConfig: {
    RECEIVED: { description: 'Verified and stored.' },
    PROCESSING: { description: 'Being worked on.' },
    COMPLETED: { description: 'What it tells is stored.' },
    FAILED: { description: 'Failed and will be tried again.' },
    DEAD: { description: 'Out of attempts; replay it by hand.' },
    IGNORED: { description: 'Verified, and nothing here needs it.' },
  },
});

/** Values are rows of `webhook_event`. */
@ObjectType('WebhookEvent', {
  implements: Node,
  description: 'One verified message of a provider, stored once however often it was sent.',
  simpleResolvers: true,
})
export class WebhookEventType {
  @Field(() => String, { description: "The provider's own id of the event." })
  externalId!: string;

  @Field(() => String, { description: "The provider's own name of what happened." })
  type!: string;

  @Field(() => WebhookEventState)
  state!: WebhookEventState;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Int, { description: 'How often the provider sent this same event.' })
  deliveries!: number;

  @Field(() => DateTime)
  receivedAt!: number;

  @Field(() => DateTime, { nullable: true })
  completedAt!: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed, or why it was ignored.' })
  error!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null once it is over.' })
  nextAttemptAt!: number | null;
}

export const WebhookEventConnection = connectionType('WebhookEvent', () => WebhookEventType);

@InputType('WebhookEventFilter', { description: 'Events that have all of what is given.' })
export class WebhookEventFilter {
  @Field(() => ID, { nullable: true })
  providerId?: string | null;

  @Field(() => WebhookEventState, { nullable: true })
  state?: WebhookEventState | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those received after this.' })
  receivedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those received before this.' })
  receivedBefore?: Date | null;
}
