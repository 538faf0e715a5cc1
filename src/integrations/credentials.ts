/** An OAuth 2.0 grant. */
export interface OAuth2Credentials {
  method: 'OAUTH2';
  accessToken: string;
  refreshToken: string | null;
  /** Of the access token, epoch milliseconds; null where it does not expire. */
  expiresAt: number | null;
  /** How long the access token was good for when it came, milliseconds; null where it does not expire. */
  lifetimeMs: number | null;
  scopes: string[];
}

export interface ApiKeyCredentials {
  method: 'API_KEY';
  apiKey: string;
  apiSecret: string | null;
}

/** What acts for an owner at a provider. Sealed in the database, never outside the hub. */
export type Credentials = OAuth2Credentials | ApiKeyCredentials;
