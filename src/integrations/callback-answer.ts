import * as oauth from 'oauth4webapi';
import { HubError } from '../platform/errors/hub-error.js';
import { authorizationServerOf, clientOf, type OAuthParty } from './oauth-party.js';

/** What the provider sent the browser back with: a code, or an error such as `access_denied`. */
export type CallbackAnswer = { granted: true; answer: URLSearchParams } | { granted: false; error: string };

/**
 * Checks the callback's parameters: state, issuer, each given once.
 * @throws HubError BAD_INPUT when it is no answer of that provider.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 */
export function readCallback(party: OAuthParty, parameters: URLSearchParams, state: string): CallbackAnswer {
  try {
    const server = authorizationServerOf(party, parameters.get('iss'));
    const answer = oauth.validateAuthResponse(server, clientOf(party), parameters, state);
    if (!hasOneCode(answer)) throw new HubError('BAD_INPUT', malformed(party));
    return { granted: true, answer };
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) return { granted: false, error: error.error };
    if (error instanceof HubError) throw error;
    throw new HubError('BAD_INPUT', malformed(party));
  }
}

function hasOneCode(answer: URLSearchParams): boolean {
  return answer.getAll('code').filter((code) => code !== '').length === 1 && answer.getAll('code').length === 1;
}

function malformed({ provider }: OAuthParty): string {
  return `This address is not a complete answer from ${provider.name}. Nothing was changed; connect again.`;
}
