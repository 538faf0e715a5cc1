import { calculatePKCECodeChallenge } from 'oauth4webapi';
import type { OAuthParty } from './oauth-party.js';

export interface AuthorizationRequest {
  redirectUrl: string;
  state: string;
  verifier: string;
  scopes: readonly string[];
}

/** Where the browser is sent to consent. */
export async function authorizationUrlOf(party: OAuthParty, request: AuthorizationRequest): Promise<string> {
  const { auth, endpoints, clientId } = party;
  const url = new URL(endpoints.authorizationUrl);
  const parameters = {
    ...auth.authorizationParameters,
    response_type: 'code',
    client_id: clientId,
    redirect_uri: request.redirectUrl,
    state: request.state,
    ...(request.scopes.length > 0 && { scope: request.scopes.join(auth.scopeSeparator ?? ' ') }),
    ...(auth.pkce && {
      code_challenge: await calculatePKCECodeChallenge(request.verifier),
      code_challenge_method: 'S256',
    }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
