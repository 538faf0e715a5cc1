/**
 * Why a card was declined and what to do, by Stripe's decline code. A code that speaks of a lost, stolen or
 * suspected card is told as any other decline, as Stripe asks: who pays with it might be the thief.
 * @see https://docs.stripe.com/declines/codes
 */
const REASONS: Readonly<Record<string, string>> = {
  authentication_required:
    'the bank wants the customer to confirm the payment. Let them confirm it with the clientSecret.',
  approve_with_id: 'the bank could not authorize it. Try again; if it stays, the customer has to ask their bank.',
  call_issuer: 'the bank did not say why. The customer has to ask their bank.',
  card_not_supported: 'the card does not allow this kind of purchase. The customer has to use another.',
  card_velocity_exceeded: "the card's limit is used up. The customer can use another, or ask their bank.",
  currency_not_supported: 'the card does not allow this currency. The customer has to use another.',
  duplicate_transaction: 'the same amount was charged to it a moment ago. Look in Stripe whether it was paid already.',
  expired_card: 'the card has expired. The customer has to use another.',
  incorrect_address: "the address is not the one that the card's bank knows. Correct it and try again.",
  incorrect_cvc: 'its security code (CVC) is wrong. Correct it and try again.',
  incorrect_number: 'its number is wrong. Correct it and try again.',
  incorrect_zip: "the postal code is not the one that the card's bank knows. Correct it and try again.",
  insufficient_funds: 'there is not enough money on the account. The customer has to use another card, or try later.',
  invalid_account: 'the card or its account is not valid. The customer has to ask their bank.',
  invalid_amount: "the amount is not allowed, or is above the card's limit. The customer has to ask their bank.",
  invalid_cvc: 'its security code (CVC) is wrong. Correct it and try again.',
  invalid_expiry_month: 'its expiry month is wrong. Correct it and try again.',
  invalid_expiry_year: 'its expiry year is wrong. Correct it and try again.',
  invalid_number: 'its number is wrong. Correct it and try again.',
  issuer_not_available: 'the bank could not be reached. Try again later.',
  mobile_device_authentication_required: 'the bank wants the customer to confirm it on their phone.',
  new_account_information_available: 'the card or its account has changed. The customer has to ask their bank.',
  processing_error: 'an error occurred while it was processed. Try again later.',
  reenter_transaction: 'the bank could not process it. Try again; if it stays, the customer has to ask their bank.',
  subscription_payment_intent_requires_action:
    'the bank wants the customer to confirm the payment. Leave paymentBehavior at default_incomplete, and let them confirm it with the clientSecret.',
  testmode_decline: 'it is one of Stripe’s test cards. A real one is needed here.',
  try_again_later: 'the bank did not say why. Try again later; if it stays, the customer has to ask their bank.',
  withdrawal_count_limit_exceeded: "the card's limit is used up. The customer can use another, or ask their bank.",
};

const UNTOLD = 'the bank did not say why. The customer can use another card, or ask their bank.';

/** A declined card in words. @param codes Stripe's words for why, the most telling first. */
export function declineMessage(codes: readonly (string | null | undefined)[]): string {
  const code = codes.find((candidate) => candidate != null && Object.hasOwn(REASONS, candidate));
  return `The card was declined: ${code == null ? UNTOLD : REASONS[code]}`;
}
