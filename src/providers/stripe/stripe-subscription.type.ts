import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { StripeObject } from './stripe-object.type.js';
import { StripeSubscriptionItem } from './stripe-subscription-item.type.js';
import type { StripeSubscriptionRecord } from './stripe-subscription.record.js';
import { idOf, memberOf, momentOf } from './stripe-values.js';

/** @see https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses */
export const StripeSubscriptionStatus = {
  INCOMPLETE: 'INCOMPLETE',
  INCOMPLETE_EXPIRED: 'INCOMPLETE_EXPIRED',
  TRIALING: 'TRIALING',
  ACTIVE: 'ACTIVE',
  PAST_DUE: 'PAST_DUE',
  UNPAID: 'UNPAID',
  PAUSED: 'PAUSED',
  CANCELED: 'CANCELED',
} as const;
export type StripeSubscriptionStatus = keyof typeof StripeSubscriptionStatus;

registerEnumType(StripeSubscriptionStatus, {
  name: 'StripeSubscriptionStatus',
  description: 'Whether a subscription gives what was bought.',
  valuesConfig: {
    INCOMPLETE: { description: 'The first payment is still to be made, within 23 hours.' },
    INCOMPLETE_EXPIRED: { description: 'The first payment was not made in time.' },
    PAST_DUE: { description: 'A later payment failed; Stripe tries again.' },
    UNPAID: { description: 'A later payment failed for good.' },
    PAUSED: { description: 'The trial ended and there is no payment method.' },
    CANCELED: { description: 'Ended for good.' },
  },
});

@ObjectType('StripeSubscription', {
  implements: StripeObject,
  description: 'What a customer of a Stripe account is billed for again and again. It stays when it is cancelled.',
})
export class StripeSubscription extends StripeObject<StripeSubscriptionRecord> {
  @Field(() => ID)
  get subscriptionId(): string {
    return this.data.id;
  }

  @Field(() => ID, { nullable: true })
  get customerId(): string | null {
    return idOf(this.data.customer);
  }

  @Field(() => StripeSubscriptionStatus, { nullable: true })
  get status(): StripeSubscriptionStatus | null {
    return memberOf(StripeSubscriptionStatus, this.data.status);
  }

  @Field(() => String, { nullable: true, description: 'ISO 4217, lower case.' })
  get currency(): string | null {
    return this.data.currency ?? null;
  }

  @Field(() => String, { nullable: true })
  get description(): string | null {
    return this.data.description ?? null;
  }

  @Field(() => [StripeSubscriptionItem])
  get items(): StripeSubscriptionItem[] {
    return (this.data.items?.data ?? []).map((item) => ({
      itemId: item.id,
      priceId: item.price?.id ?? null,
      productId: idOf(item.price?.product),
      quantity: item.quantity ?? null,
      unitAmount: item.price?.unit_amount ?? null,
      currentPeriodStartsAt: momentOf(item.current_period_start ?? this.data.current_period_start),
      currentPeriodEndsAt: momentOf(item.current_period_end ?? this.data.current_period_end),
    }));
  }

  @Field(() => DateTime, { nullable: true, description: 'Of the item that is billed next.' })
  get currentPeriodStartsAt(): number | null {
    return this.nextBilled()?.currentPeriodStartsAt ?? momentOf(this.data.current_period_start);
  }

  @Field(() => DateTime, { nullable: true, description: 'Of the item that is billed next: when that is.' })
  get currentPeriodEndsAt(): number | null {
    return this.nextBilled()?.currentPeriodEndsAt ?? momentOf(this.data.current_period_end);
  }

  @Field(() => DateTime, { nullable: true })
  get startedAt(): number | null {
    return momentOf(this.data.start_date);
  }

  @Field(() => DateTime, { nullable: true })
  get trialStartsAt(): number | null {
    return momentOf(this.data.trial_start);
  }

  @Field(() => DateTime, { nullable: true })
  get trialEndsAt(): number | null {
    return momentOf(this.data.trial_end);
  }

  @Field(() => Boolean, { description: 'Whether it ends with the current period.' })
  get cancelsAtPeriodEnd(): boolean {
    return this.data.cancel_at_period_end ?? false;
  }

  @Field(() => DateTime, { nullable: true, description: 'When it will end, where that is decided.' })
  get cancelsAt(): number | null {
    return momentOf(this.data.cancel_at);
  }

  @Field(() => DateTime, { nullable: true, description: 'When it was decided to end it.' })
  get canceledAt(): number | null {
    return momentOf(this.data.canceled_at);
  }

  @Field(() => DateTime, { nullable: true })
  get endedAt(): number | null {
    return momentOf(this.data.ended_at);
  }

  @Field(() => Boolean, { description: 'Whether Stripe charges the customer by itself, instead of sending invoices.' })
  get isChargedAutomatically(): boolean {
    return this.data.collection_method === 'charge_automatically';
  }

  @Field(() => ID, { nullable: true })
  get latestInvoiceId(): string | null {
    return idOf(this.data.latest_invoice);
  }

  @Field(() => ID, { nullable: true, description: "Null where the customer's is used." })
  get defaultPaymentMethodId(): string | null {
    return idOf(this.data.default_payment_method);
  }

  private nextBilled(): StripeSubscriptionItem | undefined {
    return this.items
      .filter(({ currentPeriodEndsAt }) => currentPeriodEndsAt !== null)
      .toSorted((one, other) => Number(one.currentPeriodEndsAt) - Number(other.currentPeriodEndsAt))[0];
  }
}
