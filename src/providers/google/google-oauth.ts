import type { OAuth2Auth, ProviderEndpoints, Scope } from '../provider.js';

/** Where Google's accounts are linked, whichever of its APIs is called then. */
export const GOOGLE_OAUTH_ENDPOINTS = {
  authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenUrl: 'https://oauth2.googleapis.com/token',
  revocationUrl: 'https://oauth2.googleapis.com/revoke',
} as const satisfies Omit<ProviderEndpoints, 'apiUrl'>;

/** @see https://developers.google.com/identity/protocols/oauth2/web-server */
export function googleOAuth(scopes: readonly Scope[]): OAuth2Auth {
  return {
    method: 'OAUTH2',
    scopes,
    pkce: true,
    clientAuthentication: 'client_secret_post',
    // Without consent Google gives no refresh token to an account that was connected before.
    authorizationParameters: { access_type: 'offline', prompt: 'consent' },
  };
}
