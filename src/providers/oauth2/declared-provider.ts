import type { ResolvedDeclaration } from '../provider.js';
import { defineProvider, type OAuth2Auth, type ProviderDefinition } from '../provider.js';
import { declaredAccount } from './declared-account.js';
import { declaredModel } from './declared-model.js';
import { jsonApi, type JsonApi } from './json-api.js';

/** A provider that somebody described rather than programmed. */
export function declaredProvider(declaration: ResolvedDeclaration): ProviderDefinition {
  const { id, name, category, docsUrl, apiUrl, oauth, requestsPerMinute } = declaration;
  const { authorizationUrl, tokenUrl, revocationUrl, userinfoUrl } = oauth;
  return defineProvider<JsonApi>({
    id,
    name,
    category,
    docsUrl: docsUrl ?? null,
    kind: 'DECLARED',
    endpoints: {
      authorizationUrl,
      tokenUrl,
      ...(revocationUrl !== undefined && { revocationUrl }),
      ...(userinfoUrl !== undefined && { userinfoUrl }),
      apiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`,
    },
    auth: [authOf(oauth)],
    limits: { integration: { requests: requestsPerMinute, perMs: 60_000 } },
    createApi: (context) => jsonApi(name, context),
    identify: (api) => declaredAccount(api, declaration),
    models: declaration.models.map((model) => declaredModel(name, model)),
    actions: [],
  });
}

const AUTHENTICATION = {
  CLIENT_SECRET_BASIC: 'client_secret_basic',
  CLIENT_SECRET_POST: 'client_secret_post',
  NONE: 'none',
} as const;

function authOf(oauth: ResolvedDeclaration['oauth']): OAuth2Auth {
  return {
    method: 'OAUTH2',
    scopes: oauth.scopes,
    scopeSeparator: oauth.scopeSeparator === 'COMMA' ? ',' : ' ',
    pkce: oauth.pkce,
    clientAuthentication: AUTHENTICATION[oauth.clientAuthentication ?? 'CLIENT_SECRET_BASIC'],
    ...(oauth.issuer !== undefined && { issuer: oauth.issuer }),
    authorizationParameters: oauth.authorizationParameters,
  };
}
