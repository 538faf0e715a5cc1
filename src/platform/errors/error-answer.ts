import { GraphQLError } from 'graphql';
import type { ErrorCode, HubError } from './hub-error.js';

/** The one table of HTTP statuses: for plain routes, and for GraphQL requests that fail before they run. */
const STATUS: Record<ErrorCode, number> = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  WEBHOOK_REJECTED: 401,
  REAUTHORIZATION_REQUIRED: 409,
  PROVIDER_RATE_LIMITED: 503,
  PROVIDER_UNAVAILABLE: 502,
  PROVIDER_REJECTED: 502,
  PROVIDER_CONTRACT_BROKEN: 502,
  MASS_DELETION_REFUSED: 409,
  INTERNAL: 500,
};

export function httpStatusOf(error: HubError): number {
  return STATUS[error.code];
}

/** What an answer says of an error besides its message: `extensions` in GraphQL, members of `error` on plain routes. */
export interface ErrorDetails {
  code: string;
  retryable: boolean;
  /** RFC 3339; left out where the hub knows no time. */
  retryAt?: string;
}

export function errorDetailsOf(error: HubError): ErrorDetails {
  const details: ErrorDetails = { code: error.code, retryable: error.retryable };
  if (error.retryAt !== undefined) details.retryAt = new Date(error.retryAt).toISOString();
  return details;
}

/**
 * As a GraphQL error that refuses the whole request. `http` is read by Apollo and Yoga and not sent;
 * `spec` lets an event stream say it in its first event, where clients look, rather than by a status.
 */
export function requestErrorOf(error: HubError): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { ...errorDetailsOf(error), http: { status: httpStatusOf(error), spec: true } },
  });
}
