import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';

@ObjectType('StripeSubscriptionItem', { description: 'A price that a subscription bills.' })
export class StripeSubscriptionItem {
  @Field(() => ID)
  itemId!: string;

  @Field(() => ID, { nullable: true })
  priceId!: string | null;

  @Field(() => ID, { nullable: true })
  productId!: string | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Null where what was used is billed.' })
  quantity!: number | null;

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: "As StripePrice.unitAmount, in the subscription's currency.",
  })
  unitAmount!: number | null;

  @Field(() => DateTime, { nullable: true })
  currentPeriodStartsAt!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is billed again.' })
  currentPeriodEndsAt!: number | null;
}
