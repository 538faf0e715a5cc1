import { GraphQLURL } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { StripeObject } from './stripe-object.type.js';
import type { StripeProductRecord } from './stripe-product.record.js';
import { idOf, momentOf, urlOf } from './stripe-values.js';

@ObjectType('StripeProduct', { implements: StripeObject, description: 'What a Stripe account sells.' })
export class StripeProduct extends StripeObject<StripeProductRecord> {
  @Field(() => ID)
  get productId(): string {
    return this.data.id;
  }

  @Field(() => String, { nullable: true })
  get name(): string | null {
    return this.data.name ?? null;
  }

  @Field(() => String, { nullable: true })
  get description(): string | null {
    return this.data.description ?? null;
  }

  @Field(() => Boolean, { description: 'Whether it can be bought.' })
  get isActive(): boolean {
    return this.data.active ?? false;
  }

  @Field(() => ID, { nullable: true })
  get defaultPriceId(): string | null {
    return idOf(this.data.default_price);
  }

  @Field(() => [GraphQLURL])
  get images(): string[] {
    return (this.data.images ?? []).filter((image) => URL.canParse(image));
  }

  @Field(() => String, { nullable: true, description: 'What one of it is called on invoices, e.g. seat.' })
  get unitLabel(): string | null {
    return this.data.unit_label ?? null;
  }

  @Field(() => ID, { nullable: true })
  get taxCodeId(): string | null {
    return idOf(this.data.tax_code);
  }

  @Field(() => GraphQLURL, { nullable: true, description: 'Its own page, as the account gave it.' })
  get url(): string | null {
    return urlOf(this.data.url);
  }

  @Field(() => DateTime, { nullable: true, description: 'When it was last changed in Stripe.' })
  get updatedAt(): number | null {
    return momentOf(this.data.updated);
  }
}
