import * as oauth from 'oauth4webapi';
import { HubError } from '../platform/errors/hub-error.js';

/** What the hub was doing with tokens when it went wrong. */
export type OAuthPurpose = 'connect' | 'renew';

/** The grant, or the code that stands for it, is gone for good. */
const GRANT_GONE = new Set([
  'invalid_grant',
  'access_denied',
  'interaction_required',
  'login_required',
  'consent_required',
]);
const CLIENT_UNKNOWN = new Set(['invalid_client', 'unauthorized_client']);
const TRANSIENT = new Set(['temporarily_unavailable', 'server_error']);

/**
 * What a failed token request means, in words. What the provider said is left out but for an error
 * code: its answer, which oauth4webapi hangs on its errors, may hold tokens.
 */
export function oauthFaultOf(error: unknown, providerName: string, purpose: OAuthPurpose): unknown {
  if (error instanceof HubError) return error;
  if (error instanceof oauth.ResponseBodyError) return refusalOf(error, providerName, purpose);
  if (error instanceof oauth.UnsupportedOperationError) return unreadable(providerName, purpose);
  if (!(error instanceof oauth.OperationProcessingError)) return error;
  if (error.code === oauth.HTTP_REQUEST_FORBIDDEN) {
    return new HubError(
      'PROVIDER_REJECTED',
      `The hub sends secrets to ${providerName} by https only, and its token address is plain http. Whoever runs the hub has to correct it.`,
    );
  }
  return unreadable(providerName, purpose);
}

function refusalOf({ error: code, status }: oauth.ResponseBodyError, name: string, purpose: OAuthPurpose): HubError {
  if (GRANT_GONE.has(code)) return grantGone(name, purpose, status);
  if (TRANSIENT.has(code)) return unavailable(name, purpose, { status });
  if (CLIENT_UNKNOWN.has(code)) {
    return new HubError(
      'PROVIDER_REJECTED',
      `${name} does not know this hub: whoever runs it must check the client id and the client secret stored for ${name}.`,
      { status },
    );
  }
  return new HubError(
    'PROVIDER_REJECTED',
    `${name} refused to ${purpose === 'connect' ? 'connect the account' : 'renew the access'}${reasonOf(code)}. Whoever runs the hub should compare its settings with those at ${name}.`,
    { status },
  );
}

/** Plain words only: what looks like anything else could be a secret that was echoed. */
function reasonOf(code: string): string {
  return /^[a-z]{2,}(_[a-z]+){0,5}$/.test(code) && code.length <= 40 ? ` and gave as reason "${code}"` : '';
}

export function grantGone(name: string, purpose: OAuthPurpose, status?: number): HubError {
  const message =
    purpose === 'connect'
      ? `${name} no longer accepts this consent: it was used or is too old. Connect again.`
      : `${name} no longer accepts the hub's access to this account. Its owner must connect it again.`;
  return new HubError('REAUTHORIZATION_REQUIRED', message, { status });
}

export function unavailable(
  name: string,
  purpose: OAuthPurpose,
  options: { status?: number; cause?: unknown } = {},
): HubError {
  const what =
    options.status === undefined ? `${name} could not be reached` : `${name} has trouble of its own just now`;
  return new HubError('PROVIDER_UNAVAILABLE', `${what}. ${nextStep(purpose)}`, options);
}

export function rateLimited(name: string, purpose: OAuthPurpose, retryAt: number | null): HubError {
  return new HubError('PROVIDER_RATE_LIMITED', `${name} asks the hub to slow down. ${nextStep(purpose)}`, {
    status: 429,
    retryAt: retryAt ?? undefined,
  });
}

export function unreadable(name: string, purpose: OAuthPurpose, status?: number): HubError {
  const what = purpose === 'connect' ? 'The account was not connected' : 'The access was not renewed';
  return new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    `${name} answered with something that is no token answer. ${what}. Whoever runs the hub should check the addresses stored for ${name}.`,
    { status },
  );
}

function nextStep(purpose: OAuthPurpose): string {
  return purpose === 'connect'
    ? 'Nothing was changed; connect again in a few minutes.'
    : 'The hub tries again by itself.';
}
