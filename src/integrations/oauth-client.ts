import * as oauth from 'oauth4webapi';
import { HubError } from '../platform/errors/hub-error.js';
import type { Fetch } from '../providers/provider.js';
import { authorizationUrlOf } from './authorization-url.js';
import { readCallback, type CallbackAnswer } from './callback-answer.js';
import type { Credentials, OAuth2Credentials } from './credentials.js';
import { grantGone, oauthFaultOf, type OAuthPurpose } from './oauth-fault.js';
import {
  authorizationServerOf,
  clientAuthenticationOf,
  clientOf,
  oauthPartyOf,
  type OAuthParty,
} from './oauth-party.js';
import type { ProviderCatalog } from './provider-catalog.js';
import { splitScopes } from './scope-names.js';
import { tokenFetch } from './token-fetch.js';

export interface OAuthClientOptions {
  catalog: ProviderCatalog;
  fetch: Fetch;
  /** Whether token endpoints may be plain http: only where private endpoints are allowed. */
  allowInsecureRequests: boolean;
  timeoutMs?: number;
  revocationTimeoutMs?: number;
  clock?: () => number;
}

/** The hub as an OAuth 2.0 client of its providers: authorization code with PKCE, refresh, revocation. */
export class OAuthClient {
  private readonly clock: () => number;

  constructor(private readonly options: OAuthClientOptions) {
    this.clock = options.clock ?? Date.now;
  }

  /** @throws HubError as {@link oauthPartyOf}. */
  async authorizationUrl(
    providerId: string,
    request: { state: string; verifier: string; scopes: readonly string[] },
  ): Promise<string> {
    const party = await oauthPartyOf(this.options.catalog, providerId);
    return authorizationUrlOf(party, { ...request, redirectUrl: this.options.catalog.redirectUrl(providerId) });
  }

  /** @throws HubError BAD_INPUT when it is no answer of that provider's authorization endpoint. */
  async readCallback(providerId: string, parameters: URLSearchParams, state: string): Promise<CallbackAnswer> {
    return readCallback(await oauthPartyOf(this.options.catalog, providerId), parameters, state);
  }

  /**
   * @param request.scopes Those asked for: what is granted where the provider does not say.
   * @throws HubError PROVIDER_… or REAUTHORIZATION_REQUIRED when the provider gives no tokens.
   */
  async exchangeCode(
    providerId: string,
    request: { answer: URLSearchParams; verifier: string; scopes: string[] },
  ): Promise<OAuth2Credentials> {
    const party = await oauthPartyOf(this.options.catalog, providerId);
    const server = authorizationServerOf(party);
    const fallback = { scopes: request.scopes, refreshToken: null };
    return this.speak(party, 'connect', fallback, async (options) => {
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        clientOf(party),
        clientAuthenticationOf(party),
        request.answer,
        this.options.catalog.redirectUrl(providerId),
        party.auth.pkce ? request.verifier : oauth.nopkce,
        options,
      );
      return oauth.processAuthorizationCodeResponse(server, clientOf(party), response);
    });
  }

  /**
   * New tokens for old. What the provider leaves out stays: the refresh token, the scopes.
   * @throws HubError REAUTHORIZATION_REQUIRED when the grant is gone for good, PROVIDER_UNAVAILABLE or
   * PROVIDER_RATE_LIMITED when it may work later, PROVIDER_REJECTED when the operator must mend it.
   */
  async refreshCredentials(providerId: string, credentials: Credentials): Promise<OAuth2Credentials> {
    const { name } = this.options.catalog.get(providerId);
    if (credentials.method !== 'OAUTH2' || credentials.refreshToken === null) throw grantGone(name, 'renew');
    const { refreshToken, scopes } = credentials;
    const party = await oauthPartyOf(this.options.catalog, providerId);
    const server = authorizationServerOf(party);
    return this.speak(party, 'renew', { scopes, refreshToken }, async (options) => {
      const response = await oauth.refreshTokenGrantRequest(
        server,
        clientOf(party),
        clientAuthenticationOf(party),
        refreshToken,
        options,
      );
      return oauth.processRefreshTokenResponse(server, clientOf(party), response);
    });
  }

  /**
   * Takes the grant back at the provider, by RFC 7009 or the provider's own call; does nothing where
   * it has neither.
   * @throws when the provider did not take it.
   */
  async revoke(providerId: string, { accessToken, refreshToken }: OAuth2Credentials): Promise<void> {
    const party = await oauthPartyOf(this.options.catalog, providerId);
    const signal = AbortSignal.timeout(this.options.revocationTimeoutMs ?? 5_000);
    const fetch: Fetch = (url, init) => this.options.fetch(url, { ...init, signal });
    const authorizedFetch: Fetch = (url, init) =>
      fetch(url, { ...init, headers: bearerHeaders(url, init, accessToken) });
    const { apiUrl, tokenUrl, revocationUrl } = party.endpoints;
    if (party.auth.revoke) {
      const client = { id: party.clientId, secret: party.clientSecret };
      return party.auth.revoke({ fetch: authorizedFetch, apiUrl, tokenUrl, accessToken, client });
    }
    if (revocationUrl === undefined) return undefined;
    const response = await oauth.revocationRequest(
      authorizationServerOf(party),
      clientOf(party),
      clientAuthenticationOf(party),
      // With the refresh token go the access tokens that came of it.
      refreshToken ?? accessToken,
      { [oauth.customFetch]: fetch, [oauth.allowInsecureRequests]: this.options.allowInsecureRequests },
    );
    await response.body?.cancel();
    if (!response.ok) {
      throw new HubError('PROVIDER_REJECTED', `${party.provider.name} did not take the access back.`, {
        status: response.status,
      });
    }
  }

  private async speak(
    party: OAuthParty,
    purpose: OAuthPurpose,
    fallback: Fallback,
    request: (options: oauth.TokenEndpointRequestOptions) => Promise<oauth.TokenEndpointResponse>,
  ): Promise<OAuth2Credentials> {
    const { fetch, timeoutMs = 10_000, allowInsecureRequests } = this.options;
    // Counted from before the request: rather renewed too early than used too late.
    const askedAt = this.clock();
    try {
      const tokens = await request({
        [oauth.customFetch]: tokenFetch({ party, purpose, fetch, timeoutMs, clock: this.clock }),
        [oauth.allowInsecureRequests]: allowInsecureRequests,
      });
      return credentialsOf(tokens, fallback, askedAt);
    } catch (error) {
      throw oauthFaultOf(error, party.provider.name, purpose);
    }
  }
}

/** What counts where the answer leaves it out. */
interface Fallback {
  scopes: string[];
  refreshToken: string | null;
}

function credentialsOf(tokens: oauth.TokenEndpointResponse, fallback: Fallback, askedAt: number): OAuth2Credentials {
  return {
    method: 'OAUTH2',
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? fallback.refreshToken,
    expiresAt: tokens.expires_in === undefined ? null : askedAt + tokens.expires_in * 1000,
    lifetimeMs: tokens.expires_in === undefined ? null : tokens.expires_in * 1000,
    scopes: tokens.scope === undefined ? fallback.scopes : splitScopes(tokens.scope),
  };
}

/** As an integration's own fetch does it, for SDKs that were given no token. */
function bearerHeaders(url: Parameters<Fetch>[0], init: Parameters<Fetch>[1], accessToken: string): Headers {
  const headers = new Headers(init?.headers ?? (url instanceof Request ? url.headers : undefined));
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${accessToken}`);
  return headers;
}
