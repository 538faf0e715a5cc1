/** The part of oidc-provider that the tests use; it brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Account {
    accountId: string;
    claims(): { sub: string };
  }

  export interface Configuration {
    clients: object[];
    features: Record<string, { enabled: boolean }>;
    scopes: string[];
    ttl: Record<string, number>;
    cookies: { keys: string[] };
    pkce: { required(): boolean };
    rotateRefreshToken: boolean;
    findAccount(context: unknown, id: string): Promise<Account>;
    issueRefreshToken(): Promise<boolean>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Partial<Configuration>);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    on(event: string, listener: (...parameters: unknown[]) => void): this;
  }
}
