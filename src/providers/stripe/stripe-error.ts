import { z } from 'zod';
import { findHubError, HubError, type ErrorCode } from '../../platform/errors/hub-error.js';
import { CursorExpired, type AnswerMeaning } from '../provider.js';
import { declineMessage } from './card-decline.js';

/**
 * The SDK's error as far as it is read here; by shape, for the SDK is loaded late.
 * @see https://docs.stripe.com/api/errors
 */
const sdkError = z.object({
  statusCode: z.number(),
  message: z.string(),
  rawType: z.string().optional(),
  code: z.string().nullish(),
  decline_code: z.string().nullish(),
  param: z.string().nullish(),
});

type SdkError = z.output<typeof sdkError>;

/** What the SDK throws where no answer came; `detail` is what the fetch threw. */
const connectionError = z.object({ type: z.literal('StripeConnectionError'), detail: z.unknown() });

const unreadable = z.object({
  type: z.literal('StripeAPIError'),
  raw: z.object({ exception: z.instanceof(SyntaxError) }),
});

const errorAnswer = z.object({ error: z.object({ code: z.string().nullish() }) });

/** Stripe says with 403 that the account has revoked the access, and now and then with 400 that it is called too often. */
export function meaningOfStripe({ status, body }: { status: number; body: unknown }): AnswerMeaning {
  const code = errorAnswer.safeParse(body).data?.error.code;
  if (status === 403 && code === 'account_invalid') return 'TOKEN_REFUSED';
  return status === 400 && code === 'rate_limit' ? 'RATE_LIMITED' : null;
}

/** Whether Stripe has no such object. */
export function isMissing(error: unknown): boolean {
  const { data } = sdkError.safeParse(error);
  return data?.statusCode === 404 && data.code === 'resource_missing';
}

/** Whether a key lacks a permission. */
export function isForbidden(error: unknown): boolean {
  return sdkError.safeParse(error).data?.statusCode === 403;
}

/** Where the object that a page begins after is gone; null for any other error. */
export function expiredPlace(error: unknown): CursorExpired | null {
  const { data } = sdkError.safeParse(error);
  return data?.code === 'resource_missing' && data.param === 'starting_after'
    ? new CursorExpired('Stripe no longer has the object that the page begins after.')
    : null;
}

/** The SDK's error in words a person can act on; null where it is none of Stripe's own. */
export function stripeErrorOf(error: unknown): HubError | null {
  const connection = connectionError.safeParse(error);
  if (connection.success) return findHubError(connection.data.detail);
  if (unreadable.safeParse(error).success) return notJson(error);
  const parsed = sdkError.safeParse(error);
  if (!parsed.success) return null;
  const [code, message] = wordsFor(parsed.data);
  return new HubError(code, message, { status: parsed.data.statusCode, cause: error });
}

function notJson(cause: unknown): HubError {
  return new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    'Stripe answered with something that is no answer of its API. Check the address under which it is configured.',
    { cause },
  );
}

function wordsFor(error: SdkError): [ErrorCode, string] {
  const { statusCode, rawType, code } = error;
  if (rawType === 'card_error' || statusCode === 402) {
    return ['PROVIDER_REJECTED', declineMessage([error.decline_code, code])];
  }
  if (rawType === 'idempotency_error') return ['CONFLICT', conflictMessage(error)];
  if (statusCode === 403) return ['PROVIDER_REJECTED', permissionMessage(error)];
  if (/has no attached payment source/.test(error.message)) return ['BAD_INPUT', NO_PAYMENT_METHOD];
  if (code === 'resource_missing') return ['BAD_INPUT', missingMessage(error)];
  if (code === 'url_invalid') return ['PROVIDER_REJECTED', UNREACHABLE];
  return ['PROVIDER_REJECTED', rejectionMessage(error)];
}

const NO_PAYMENT_METHOD =
  'The customer has no payment method in Stripe. Leave paymentBehavior at default_incomplete and let them pay with the clientSecret, or store a payment method first.';

const UNREACHABLE =
  "Stripe does not deliver to the hub's public address: it has to be reachable from the internet, in live mode by https. Whoever runs this service can change it (HUB_PUBLIC_URL).";

function conflictMessage({ code }: SdkError): string {
  return code === 'idempotency_key_in_use'
    ? 'Stripe is still at work on a request with this idempotency key. Wait a moment, then send it again with the same key.'
    : 'This idempotency key was used before for something else. Send the request with a new one.';
}

/** Stripe names the permission of a restricted key, e.g. rak_customer_read, in its message only. */
function permissionMessage({ message }: SdkError): string {
  const [, permission] = /Having the '(rak_[a-z0-9_]{1,80})' permission/.exec(message) ?? [];
  const which =
    permission === undefined ? 'a permission that this needs' : `the permission ${permission}, which this needs`;
  return `The key that Stripe was connected with lacks ${which}. Add it to the key in Stripe's dashboard (Developers, API keys), then try again.`;
}

function missingMessage({ message }: SdkError): string {
  const [, kind = 'object'] = /^No such ([a-z_ ]{1,40}):/.exec(message) ?? [];
  return `Stripe has no such ${kind.replaceAll('_', ' ')} in the connected account. Check its id, and that it is of the same mode, live or test.`;
}

function rejectionMessage({ code, param, statusCode }: SdkError): string {
  const what = param != null && /^[\w.[\]]{1,80}$/.test(param) ? `"${param}"` : 'the request';
  const why = code != null && /^[a-z0-9_]{1,80}$/.test(code) ? code : `HTTP ${statusCode}`;
  return `Stripe did not accept ${what} (${why}). Its list of error codes says why: https://docs.stripe.com/error-codes`;
}
