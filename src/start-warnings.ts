import type { Config } from './config.js';

/** What is no mistake, but what whoever runs a hub in production should know of its environment. */
export function findStartWarnings({ isProduction, jwt }: Config): string[] {
  const takesTokens = jwt.secret !== null || jwt.jwksUrl !== null;
  if (!isProduction || !takesTokens || jwt.issuer !== null || jwt.audience !== null) return [];
  const key = jwt.secret === null ? 'HUB_JWKS_URL' : 'HUB_JWT_SECRET';
  return [
    `Every token signed by the keys of ${key} is taken, also one that was made for another service. ` +
      'Set HUB_JWT_ISSUER, HUB_JWT_AUDIENCE or both to what your tokens say.',
  ];
}
