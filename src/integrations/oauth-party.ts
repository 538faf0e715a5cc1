import * as oauth from 'oauth4webapi';
import { HubError } from '../platform/errors/hub-error.js';
import type { OAuth2Auth, OAuthEndpoints, ProviderDefinition, ProviderEndpoints } from '../providers/provider.js';
import { oauth2Of } from './auth-methods.js';
import type { ProviderCatalog } from './provider-catalog.js';
import type { ProviderSettings } from './provider-settings.js';

/** A provider as the other side of OAuth 2.0, with what the hub needs to speak to it. */
export interface OAuthParty {
  provider: ProviderDefinition;
  auth: OAuth2Auth;
  settings: ProviderSettings;
  endpoints: OAuthEndpoints;
  clientId: string;
  /** Null of a public client. */
  clientSecret: string | null;
}

/**
 * @throws HubError NOT_FOUND when there is no such provider, BAD_INPUT when it has no OAuth, CONFLICT
 * while an operator has not stored its client id and secret.
 */
export async function oauthPartyOf(catalog: ProviderCatalog, providerId: string): Promise<OAuthParty> {
  const provider = catalog.get(providerId);
  const auth = oauth2Of(provider);
  if (auth === null) throw new HubError('BAD_INPUT', `${provider.name} is connected with an API key, not by OAuth.`);
  const settings = await catalog.settings(providerId);
  const { clientId, clientSecret } = settings;
  const isPublic = auth.clientAuthentication === 'none';
  if (clientId === null || (clientSecret === null && !isPublic)) {
    throw new HubError(
      'CONFLICT',
      `${provider.name} is not set up yet: whoever runs the hub has to store its client id${isPublic ? '' : ' and secret'} first.`,
    );
  }
  const endpoints = oauthEndpointsOf(provider, settings.endpoints);
  return { provider, auth, settings, endpoints, clientId, clientSecret };
}

/** @throws where a declaration takes OAuth and does not say where. */
function oauthEndpointsOf({ id }: ProviderDefinition, endpoints: ProviderEndpoints): OAuthEndpoints {
  const { authorizationUrl, tokenUrl } = endpoints;
  if (authorizationUrl === undefined || tokenUrl === undefined) {
    throw new Error(`The provider ${id} takes OAuth: it has to declare authorizationUrl and tokenUrl.`);
  }
  return { ...endpoints, authorizationUrl, tokenUrl };
}

export function clientOf({ clientId }: OAuthParty): oauth.Client {
  return { client_id: clientId };
}

export function clientAuthenticationOf({ auth, clientSecret }: OAuthParty): oauth.ClientAuth {
  if (auth.clientAuthentication === 'none' || clientSecret === null) return oauth.None();
  return auth.clientAuthentication === 'client_secret_basic'
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret);
}

/**
 * Where a declaration names no issuer, the origin that the browser was sent to stands for it.
 * @param claimedIssuer The callback's `iss`; then accepted where it is of that origin.
 * @see https://www.rfc-editor.org/rfc/rfc9207
 */
export function authorizationServerOf(
  { auth, endpoints }: OAuthParty,
  claimedIssuer?: string | null,
): oauth.AuthorizationServer {
  const { authorizationUrl, tokenUrl, revocationUrl } = endpoints;
  const { origin } = new URL(authorizationUrl);
  const isOfOrigin = claimedIssuer && URL.canParse(claimedIssuer) && new URL(claimedIssuer).origin === origin;
  return {
    issuer: auth.issuer ?? (isOfOrigin ? claimedIssuer : origin),
    authorization_endpoint: authorizationUrl,
    token_endpoint: tokenUrl,
    ...(revocationUrl !== undefined && { revocation_endpoint: revocationUrl }),
  };
}
