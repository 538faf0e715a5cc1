import { GraphQLSafeInt, GraphQLURL } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import type { StripeInvoiceRecord } from './stripe-invoice.record.js';
import { StripeObject } from './stripe-object.type.js';
import { idOf, memberOf, momentOf, urlOf } from './stripe-values.js';

/** @see https://docs.stripe.com/invoicing/overview#invoice-statuses */
export const StripeInvoiceStatus = {
  DRAFT: 'DRAFT',
  OPEN: 'OPEN',
  PAID: 'PAID',
  UNCOLLECTIBLE: 'UNCOLLECTIBLE',
  VOID: 'VOID',
} as const;
export type StripeInvoiceStatus = keyof typeof StripeInvoiceStatus;

registerEnumType(StripeInvoiceStatus, {
  name: 'StripeInvoiceStatus',
  description: 'Where an invoice stands.',
  valuesConfig: {
    DRAFT: { description: 'It can still be changed.' },
    OPEN: { description: 'It waits to be paid.' },
    UNCOLLECTIBLE: { description: 'Nobody expects it to be paid any more.' },
    VOID: { description: 'It was a mistake, and counts as nothing.' },
  },
});

@ObjectType('StripeInvoice', {
  implements: StripeObject,
  description: 'What a customer of a Stripe account owes or paid.',
})
export class StripeInvoice extends StripeObject<StripeInvoiceRecord> {
  @Field(() => ID)
  get invoiceId(): string {
    return this.data.id;
  }

  @Field(() => String, { nullable: true, description: 'As the customer sees it; null while it is a draft.' })
  get number(): string | null {
    return this.data.number ?? null;
  }

  @Field(() => StripeInvoiceStatus, { nullable: true })
  get status(): StripeInvoiceStatus | null {
    return memberOf(StripeInvoiceStatus, this.data.status);
  }

  @Field(() => ID, { nullable: true })
  get customerId(): string | null {
    return idOf(this.data.customer);
  }

  @Field(() => String, { nullable: true })
  get customerEmail(): string | null {
    return this.data.customer_email ?? null;
  }

  @Field(() => String, { nullable: true })
  get customerName(): string | null {
    return this.data.customer_name ?? null;
  }

  @Field(() => ID, { nullable: true, description: 'The subscription that it bills.' })
  get subscriptionId(): string | null {
    return idOf(this.data.parent?.subscription_details?.subscription ?? this.data.subscription);
  }

  @Field(() => String, { nullable: true, description: 'ISO 4217, lower case.' })
  get currency(): string | null {
    return this.data.currency ?? null;
  }

  @Field(() => GraphQLSafeInt, {
    description: "Before discounts and taxes; in the currency's smallest unit, as all amounts.",
  })
  get subtotal(): number {
    return this.data.subtotal ?? 0;
  }

  @Field(() => GraphQLSafeInt, { description: 'With discounts and taxes. Below zero: credit for the next invoice.' })
  get total(): number {
    return this.data.total ?? 0;
  }

  @Field(() => GraphQLSafeInt, { description: "What is to be paid: the total less the customer's credit." })
  get amountDue(): number {
    return this.data.amount_due ?? 0;
  }

  @Field(() => GraphQLSafeInt)
  get amountPaid(): number {
    return this.data.amount_paid ?? 0;
  }

  @Field(() => GraphQLSafeInt)
  get amountRemaining(): number {
    return this.data.amount_remaining ?? 0;
  }

  @Field(() => Int, { description: 'How often Stripe tried to charge it by itself.' })
  get attemptCount(): number {
    return this.data.attempt_count ?? 0;
  }

  @Field(() => DateTime, { nullable: true, description: 'When Stripe tries again.' })
  get nextAttemptAt(): number | null {
    return momentOf(this.data.next_payment_attempt);
  }

  @Field(() => String, { nullable: true, description: "Stripe's word for why it was made, e.g. subscription_cycle." })
  get billingReason(): string | null {
    return this.data.billing_reason ?? null;
  }

  @Field(() => String, { nullable: true })
  get description(): string | null {
    return this.data.description ?? null;
  }

  @Field(() => DateTime, { nullable: true })
  get periodStartsAt(): number | null {
    return momentOf(this.data.period_start);
  }

  @Field(() => DateTime, { nullable: true })
  get periodEndsAt(): number | null {
    return momentOf(this.data.period_end);
  }

  @Field(() => DateTime, { nullable: true })
  get dueAt(): number | null {
    return momentOf(this.data.due_date);
  }

  @Field(() => DateTime, { nullable: true, description: 'When it ceased to be a draft.' })
  get finalizedAt(): number | null {
    return momentOf(this.data.status_transitions?.finalized_at);
  }

  @Field(() => DateTime, { nullable: true })
  get paidAt(): number | null {
    return momentOf(this.data.status_transitions?.paid_at);
  }

  @Field(() => DateTime, { nullable: true })
  get voidedAt(): number | null {
    return momentOf(this.data.status_transitions?.voided_at);
  }

  @Field(() => GraphQLURL, { nullable: true, description: 'Where the customer sees and pays it.' })
  get hostedUrl(): string | null {
    return urlOf(this.data.hosted_invoice_url);
  }

  @Field(() => GraphQLURL, { nullable: true })
  get pdfUrl(): string | null {
    return urlOf(this.data.invoice_pdf);
  }
}
