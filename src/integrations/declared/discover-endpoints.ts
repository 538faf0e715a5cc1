import * as oauth from 'oauth4webapi';
import { HubError } from '../../platform/errors/hub-error.js';
import { readBounded } from '../../platform/http/read-bounded.js';
import type { Fetch, ProviderDeclaration } from '../../providers/provider.js';

type OAuthDeclaration = ProviderDeclaration['oauth'];

export interface DiscoveryOptions {
  fetch: Fetch;
  /** Whether the issuer may be plain http: only where private endpoints are allowed. */
  allowInsecureRequests: boolean;
  timeoutMs?: number;
}

const MAX_ANSWER_BYTES = 256 * 1024;
const FIELD = ['input', 'oauth', 'issuer'];

/**
 * What an issuer says of itself, where the declaration does not say it.
 * @throws HubError BAD_INPUT where it says nothing, or of another issuer.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 * @see https://www.rfc-editor.org/rfc/rfc8414
 */
export async function discoverEndpoints(
  declared: OAuthDeclaration,
  options: DiscoveryOptions,
): Promise<OAuthDeclaration> {
  if (declared.issuer === undefined) return declared;
  const server = await describe(new URL(declared.issuer), options);
  return {
    ...declared,
    issuer: server.issuer,
    authorizationUrl: declared.authorizationUrl ?? server.authorization_endpoint,
    tokenUrl: declared.tokenUrl ?? server.token_endpoint,
    revocationUrl: declared.revocationUrl ?? server.revocation_endpoint,
    userinfoUrl: declared.userinfoUrl ?? server.userinfo_endpoint,
    clientAuthentication: declared.clientAuthentication ?? authenticationOf(server),
  };
}

async function describe(issuer: URL, options: DiscoveryOptions): Promise<oauth.AuthorizationServer> {
  const faults: unknown[] = [];
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      const response = await oauth.discoveryRequest(issuer, {
        algorithm,
        [oauth.customFetch]: boundedFetch(options.fetch),
        [oauth.allowInsecureRequests]: options.allowInsecureRequests,
        signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
      });
      return await oauth.processDiscoveryResponse(issuer, response);
    } catch (error) {
      faults.push(error);
    }
  }
  throw new HubError(
    'BAD_INPUT',
    `${issuer.host} does not describe itself as this issuer, neither by OpenID Connect Discovery nor by RFC 8414. Check that the issuer is written exactly as the service writes it, or leave it out and give authorizationUrl and tokenUrl.`,
    { field: FIELD, cause: faults[0] },
  );
}

function boundedFetch(fetch: Fetch): Fetch {
  return async (url, init) => {
    const { status, headers, body } = await fetch(url, init);
    return new Response(await readBounded(body ?? [], MAX_ANSWER_BYTES), { status, headers });
  };
}

/** The better of those that it takes; the RFC's own where it does not say. */
function authenticationOf({
  token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
}: oauth.AuthorizationServer): OAuthDeclaration['clientAuthentication'] {
  if (methods.includes('client_secret_basic')) return 'CLIENT_SECRET_BASIC';
  if (methods.includes('client_secret_post')) return 'CLIENT_SECRET_POST';
  return methods.includes('none') ? 'NONE' : 'CLIENT_SECRET_BASIC';
}
