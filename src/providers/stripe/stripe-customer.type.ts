import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { StripeCustomerRecord } from './stripe-customer.record.js';
import { StripeObject } from './stripe-object.type.js';
import { idOf } from './stripe-values.js';

@ObjectType('StripeAddress', { description: 'A postal address in Stripe.' })
export class StripeAddress {
  @Field(() => String, { nullable: true })
  line1!: string | null;

  @Field(() => String, { nullable: true })
  line2!: string | null;

  @Field(() => String, { nullable: true })
  postalCode!: string | null;

  @Field(() => String, { nullable: true })
  city!: string | null;

  @Field(() => String, { nullable: true, description: 'State, county, province or region.' })
  state!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 3166-1, two letters.' })
  country!: string | null;
}

@ObjectType('StripeCustomer', { implements: StripeObject, description: 'A customer of a Stripe account.' })
export class StripeCustomer extends StripeObject<StripeCustomerRecord> {
  @Field(() => ID)
  get customerId(): string {
    return this.data.id;
  }

  @Field(() => String, { nullable: true })
  get email(): string | null {
    return this.data.email ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Of the person or the business.' })
  get name(): string | null {
    return this.data.name ?? null;
  }

  @Field(() => String, { nullable: true })
  get phone(): string | null {
    return this.data.phone ?? null;
  }

  @Field(() => String, { nullable: true })
  get description(): string | null {
    return this.data.description ?? null;
  }

  @Field(() => StripeAddress, { nullable: true })
  get address(): StripeAddress | null {
    const { address } = this.data;
    if (address == null) return null;
    const { line1 = null, line2 = null, postal_code: postalCode = null, city = null } = address;
    return { line1, line2, postalCode, city, state: address.state ?? null, country: address.country ?? null };
  }

  @Field(() => String, { nullable: true, description: 'ISO 4217, lower case: what it is billed in.' })
  get currency(): string | null {
    return this.data.currency ?? null;
  }

  @Field(() => GraphQLSafeInt, {
    description:
      "In the currency's smallest unit. Below zero: credit for the next invoice; above: owed with the next invoice.",
  })
  get balance(): number {
    return this.data.balance ?? 0;
  }

  @Field(() => Boolean, { description: 'Whether the last invoice that was to be charged by itself is unpaid.' })
  get isDelinquent(): boolean {
    return this.data.delinquent ?? false;
  }

  @Field(() => [String], { description: 'Languages, the preferred first, as IETF tags.' })
  get preferredLocales(): string[] {
    return this.data.preferred_locales ?? [];
  }

  @Field(() => ID, { nullable: true, description: 'Payment method by which subscriptions and invoices are paid.' })
  get defaultPaymentMethodId(): string | null {
    return idOf(this.data.invoice_settings?.default_payment_method);
  }
}
