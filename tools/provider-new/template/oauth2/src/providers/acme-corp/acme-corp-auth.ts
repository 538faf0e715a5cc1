import type { OAuth2Auth, OAuthEndpoints } from '../provider.js';

export const acmeCorpEndpoints: OAuthEndpoints = {
  authorizationUrl: 'https://acme-corp.example/oauth/authorize',
  tokenUrl: 'https://acme-corp.example/oauth/token',
  revocationUrl: 'https://acme-corp.example/oauth/revoke',
  apiUrl: 'https://api.acme-corp.example/v1/',
};

/** @see https://developers.acme-corp.example/oauth */
export const acmeCorpAuth: OAuth2Auth = {
  method: 'OAUTH2',
  scopes: [
    { name: 'items.read', reason: 'To read your items.' },
    { name: 'items.write', reason: 'To create items, where you ask for it.' },
  ],
  pkce: true,
  clientAuthentication: 'client_secret_basic',
};
