export const ConnectionState = {
  PENDING: 'PENDING',
  CONNECTED: 'CONNECTED',
  REAUTHORIZATION_REQUIRED: 'REAUTHORIZATION_REQUIRED',
  DISCONNECTED: 'DISCONNECTED',
} as const;
export type ConnectionState = keyof typeof ConnectionState;

export const AuthMethod = {
  OAUTH2: 'OAUTH2',
  API_KEY: 'API_KEY',
  BASIC: 'BASIC',
  CLIENT_CREDENTIALS: 'CLIENT_CREDENTIALS',
} as const;
export type AuthMethod = keyof typeof AuthMethod;
