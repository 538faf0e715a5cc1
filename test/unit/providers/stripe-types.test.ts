import { describe, expect, test } from 'vitest';
import { StripeCustomer } from '../../../src/providers/stripe/stripe-customer.type.js';
import { StripeInvoice } from '../../../src/providers/stripe/stripe-invoice.type.js';
import { StripePrice } from '../../../src/providers/stripe/stripe-price.type.js';
import { StripeProduct } from '../../../src/providers/stripe/stripe-product.type.js';
import { StripeSubscription } from '../../../src/providers/stripe/stripe-subscription.type.js';

const row = (data: object) => ({ id: 'rec_1', data: JSON.stringify(data) }) as never;

describe('a subscription', () => {
  test('has the period of the item that is billed next', () => {
    const items = [
      { id: 'si_year', current_period_start: 1, current_period_end: 900 },
      { id: 'si_month', current_period_start: 100, current_period_end: 200 },
    ];
    const subscription = new StripeSubscription(row({ id: 'sub_1', items: { data: items } }));

    expect([subscription.currentPeriodStartsAt, subscription.currentPeriodEndsAt]).toEqual([100_000, 200_000]);
  });

  test('of an older version has one period for all', () => {
    const data = { id: 'sub_1', current_period_start: 1, current_period_end: 2, items: { data: [{ id: 'si_1' }] } };
    const subscription = new StripeSubscription(row(data));

    expect([subscription.currentPeriodStartsAt, subscription.currentPeriodEndsAt]).toEqual([1000, 2000]);
    expect(subscription.items).toMatchObject([{ itemId: 'si_1', currentPeriodEndsAt: 2000, priceId: null }]);
  });

  test('knows its customer and invoice, expanded or not', () => {
    const subscription = new StripeSubscription(
      row({ id: 'sub_1', customer: { id: 'cus_1' }, latest_invoice: 'in_1', status: 'something_new' }),
    );

    expect([subscription.customerId, subscription.latestInvoiceId, subscription.status]).toEqual([
      'cus_1',
      'in_1',
      null,
    ]);
  });
});

describe('an invoice', () => {
  test('knows its subscription, in each version of the API', () => {
    const now = new StripeInvoice(row({ id: 'in_1', parent: { subscription_details: { subscription: 'sub_1' } } }));
    const before = new StripeInvoice(row({ id: 'in_1', subscription: 'sub_0' }));

    expect([now.subscriptionId, before.subscriptionId]).toEqual(['sub_1', 'sub_0']);
  });

  test('shows nothing where Stripe has nothing', () => {
    const invoice = new StripeInvoice(row({ id: 'in_1', status: null, hosted_invoice_url: null, invoice_pdf: 'none' }));

    expect([invoice.status, invoice.hostedUrl, invoice.pdfUrl, invoice.paidAt, invoice.amountDue]).toEqual([
      null,
      null,
      null,
      null,
      0,
    ]);
  });
});

describe('a customer', () => {
  test('has an address and a payment method', () => {
    const customer = new StripeCustomer(
      row({
        id: 'cus_1',
        address: { line1: 'Weg 1', postal_code: '8000', city: 'Zürich', country: 'CH' },
        invoice_settings: { default_payment_method: { id: 'pm_1' } },
        created: 1_700_000_000,
      }),
    );

    expect(customer.address).toEqual({
      line1: 'Weg 1',
      line2: null,
      postalCode: '8000',
      city: 'Zürich',
      state: null,
      country: 'CH',
    });
    expect([customer.defaultPaymentMethodId, customer.createdAt]).toEqual(['pm_1', 1_700_000_000_000]);
  });
});

describe('a price', () => {
  test('below a cent has a decimal amount only', () => {
    const price = new StripePrice(
      row({
        id: 'price_1',
        product: 'prod_1',
        unit_amount: null,
        unit_amount_decimal: '0.05',
        tax_behavior: 'inclusive',
      }),
    );

    expect([price.unitAmount, price.unitAmountDecimal, price.taxBehavior, price.recurrence]).toEqual([
      null,
      '0.05',
      'INCLUSIVE',
      null,
    ]);
  });
});

describe('a product', () => {
  test('shows only images that have an address', () => {
    const product = new StripeProduct(row({ id: 'prod_1', images: ['https://files.stripe.com/1', 'broken'] }));

    expect(product.images).toEqual(['https://files.stripe.com/1']);
  });
});
