import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';

const WebhookSubscriptionState = { PENDING: 'PENDING', ACTIVE: 'ACTIVE', RETIRING: 'RETIRING' } as const;

registerEnumType(WebhookSubscriptionState, {
  name: 'WebhookSubscriptionState',
  description: 'How a subscription at the provider stands.',
  valuesConfig: {
    PENDING: { description: 'The provider is yet to be asked, or refused; `error` says why.' },
    ACTIVE: { description: 'The provider delivers.' },
    RETIRING: {
      description: 'To be removed at the provider: another has taken its place, or what it watched is gone.',
    },
  },
});

/** Values are rows of `webhook_subscription`. */
@ObjectType('WebhookSubscription', {
  description: 'Something that the hub asked the provider to tell of.',
  simpleResolvers: true,
})
export class WebhookSubscriptionType {
  @Field(() => String, { description: "What is watched, in the provider's terms; empty for the whole account." })
  subject!: string;

  @Field(() => WebhookSubscriptionState)
  state!: keyof typeof WebhookSubscriptionState;

  @Field(() => DateTime, { nullable: true, description: 'When it ends if it is not renewed; null where it does not.' })
  expiresAt!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When its last event came.' })
  lastEventAt!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it could not be made or renewed; it is tried again.' })
  error!: string | null;
}
