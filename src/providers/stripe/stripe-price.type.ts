import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { StripeObject } from './stripe-object.type.js';
import type { StripePriceRecord } from './stripe-price.record.js';
import { idOf, memberOf } from './stripe-values.js';

export const StripeInterval = { DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH', YEAR: 'YEAR' } as const;
export type StripeInterval = keyof typeof StripeInterval;

registerEnumType(StripeInterval, { name: 'StripeInterval', description: 'How often a price is billed.' });

export const StripeTaxBehavior = {
  INCLUSIVE: 'INCLUSIVE',
  EXCLUSIVE: 'EXCLUSIVE',
  UNSPECIFIED: 'UNSPECIFIED',
} as const;
export type StripeTaxBehavior = keyof typeof StripeTaxBehavior;

registerEnumType(StripeTaxBehavior, { name: 'StripeTaxBehavior', description: 'Whether a price holds its taxes.' });

@ObjectType('StripeRecurrence', { description: 'How a price is billed again and again.' })
export class StripeRecurrence {
  @Field(() => StripeInterval, { nullable: true })
  interval!: StripeInterval | null;

  @Field(() => Int, { description: 'Intervals between two bills: 3 months are MONTH and 3.' })
  intervalCount!: number;

  @Field(() => Boolean, { description: 'Whether what was used is billed, instead of a quantity.' })
  isMetered!: boolean;

  @Field(() => Int, { nullable: true })
  trialDays!: number | null;
}

@ObjectType('StripePrice', { implements: StripeObject, description: 'What a product of a Stripe account costs.' })
export class StripePrice extends StripeObject<StripePriceRecord> {
  @Field(() => ID)
  get priceId(): string {
    return this.data.id;
  }

  @Field(() => ID, { nullable: true })
  get productId(): string | null {
    return idOf(this.data.product);
  }

  @Field(() => Boolean, { description: 'Whether it can be used for new purchases.' })
  get isActive(): boolean {
    return this.data.active ?? false;
  }

  @Field(() => String, { nullable: true, description: 'ISO 4217, lower case.' })
  get currency(): string | null {
    return this.data.currency ?? null;
  }

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: "In the currency's smallest unit; null where it has fractions of it, or tiers.",
  })
  get unitAmount(): number | null {
    return this.data.unit_amount ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The same as a decimal number, with fractions of the currency's smallest unit; null where it has tiers.",
  })
  get unitAmountDecimal(): string | null {
    return this.data.unit_amount_decimal ?? null;
  }

  @Field(() => StripeRecurrence, { nullable: true, description: 'Null where it is paid once.' })
  get recurrence(): StripeRecurrence | null {
    const { recurring } = this.data;
    if (recurring == null) return null;
    return {
      interval: memberOf(StripeInterval, recurring.interval),
      intervalCount: recurring.interval_count ?? 1,
      isMetered: recurring.usage_type === 'metered',
      trialDays: recurring.trial_period_days ?? null,
    };
  }

  @Field(() => Boolean, { description: 'Whether the price of one depends on how many there are.' })
  get isTiered(): boolean {
    return this.data.billing_scheme === 'tiered';
  }

  @Field(() => StripeTaxBehavior, { nullable: true })
  get taxBehavior(): StripeTaxBehavior | null {
    return memberOf(StripeTaxBehavior, this.data.tax_behavior);
  }

  @Field(() => String, { nullable: true, description: 'By which the account finds it, whatever its id.' })
  get lookupKey(): string | null {
    return this.data.lookup_key ?? null;
  }

  @Field(() => String, { nullable: true, description: 'For the account itself; customers do not see it.' })
  get nickname(): string | null {
    return this.data.nickname ?? null;
  }
}
