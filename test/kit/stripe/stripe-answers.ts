export interface StripeAnswer {
  status: number;
  body: object;
}

/** @see https://docs.stripe.com/api/errors */
export function refusal(status: number, error: Record<string, unknown>): StripeAnswer {
  return { status, body: { error: { type: 'invalid_request_error', ...error } } };
}

export function missing(kind: string, id: string, param = 'id'): StripeAnswer {
  return refusal(404, { code: 'resource_missing', message: `No such ${kind}: '${id}'`, param });
}

/** As https://github.com/stripe/stripe-node/issues/2246 quotes it. */
export function forbidden(permission: string): StripeAnswer {
  return refusal(403, {
    message: `The provided key 'rk_test_*****' does not have the required permissions for this endpoint on account 'acct_acorn'. Having the '${permission}' permission would allow this request to continue.`,
  });
}

export function declined(declineCode: string): StripeAnswer {
  return refusal(402, {
    type: 'card_error',
    code: 'card_declined',
    decline_code: declineCode,
    message: 'Your card was declined.',
  });
}

export function reusedKey(key: string): StripeAnswer {
  return refusal(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}
