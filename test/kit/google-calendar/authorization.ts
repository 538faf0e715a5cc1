import { createHash, randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

interface Code {
  redirectUri: string;
  challenge: string | null;
  scope: string;
}

/** Google's OAuth endpoints; consent is given at once, as by a person who always clicks *Allow*. */
export class Authorization {
  /** Lifetime of the access tokens issued from now on. */
  expiresInSeconds = 3600;
  /** Whether a refresh replaces the refresh token, and kills the one that was used. */
  rotatesRefreshTokens = false;
  /** The person denies from now on. */
  denies = false;
  /** Scopes that the person leaves unticked. */
  withheldScopes: string[] = [];
  refreshes = 0;
  /** Every token, code, verifier and state that went through here: what must be found nowhere else. */
  readonly secrets = new Set<string>();
  readonly revoked: string[] = [];
  private readonly codes = new Map<string, Code>();
  private readonly refreshTokens = new Map<string, string>();
  private readonly accessTokens = new Map<string, number>();

  constructor(
    readonly clientId: string,
    readonly clientSecret: string,
  ) {}

  authorize(query: URLSearchParams): Answer {
    const redirect = new URL(query.get('redirect_uri') ?? '');
    const state = query.get('state');
    if (query.get('client_id') !== this.clientId) return { status: 401, body: { error: 'invalid_client' } };
    if (state) redirect.searchParams.set('state', state);
    if (this.denies) redirect.searchParams.set('error', 'access_denied');
    else redirect.searchParams.set('code', this.issueCode(query));
    return { status: 302, headers: { location: redirect.href } };
  }

  token(form: URLSearchParams): Answer {
    if (form.get('client_id') !== this.clientId || form.get('client_secret') !== this.clientSecret) {
      return refusal('invalid_client', 401);
    }
    return form.get('grant_type') === 'refresh_token' ? this.refresh(form) : this.exchange(form);
  }

  /** @see https://www.rfc-editor.org/rfc/rfc7009 */
  revoke(form: URLSearchParams): Answer {
    const token = form.get('token') ?? '';
    this.revoked.push(token);
    this.refreshTokens.delete(token);
    this.accessTokens.delete(token);
    return { status: 200, body: {} };
  }

  /** The person takes the grant back: every token is dead. */
  revokeGrant(): void {
    this.refreshTokens.clear();
    this.accessTokens.clear();
  }

  /** Access tokens die, refresh tokens live. */
  expireAccessTokens(): void {
    this.accessTokens.clear();
  }

  issueAccessToken(): string {
    const token = `access-${randomUUID()}`;
    this.secrets.add(token);
    this.accessTokens.set(token, Date.now() + this.expiresInSeconds * 1000);
    return token;
  }

  accepts(header: string | undefined): boolean {
    const expiresAt = this.accessTokens.get(header?.replace(/^Bearer /, '') ?? '');
    return expiresAt !== undefined && expiresAt > Date.now();
  }

  private issueCode(query: URLSearchParams): string {
    const code = `code-${randomUUID()}`;
    this.secrets.add(code).add(query.get('state') ?? '');
    const asked = (query.get('scope') ?? '').split(' ');
    this.codes.set(code, {
      redirectUri: query.get('redirect_uri') ?? '',
      challenge: query.get('code_challenge'),
      scope: asked.filter((scope) => !this.withheldScopes.includes(scope)).join(' '),
    });
    return code;
  }

  private exchange(form: URLSearchParams): Answer {
    this.secrets.add(form.get('code_verifier') ?? '');
    const code = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    if (!code || code.redirectUri !== form.get('redirect_uri')) return refusal('invalid_grant');
    if (code.challenge && code.challenge !== s256(form.get('code_verifier') ?? '')) return refusal('invalid_grant');
    return this.tokens(code.scope, this.issueRefreshToken(code.scope));
  }

  private refresh(form: URLSearchParams): Answer {
    this.refreshes += 1;
    const used = form.get('refresh_token') ?? '';
    const scope = this.refreshTokens.get(used);
    if (scope === undefined) return refusal('invalid_grant');
    if (!this.rotatesRefreshTokens) return this.tokens(scope);
    this.refreshTokens.delete(used);
    return this.tokens(scope, this.issueRefreshToken(scope));
  }

  private issueRefreshToken(scope: string): string {
    const token = `refresh-${randomUUID()}`;
    this.secrets.add(token);
    this.refreshTokens.set(token, scope);
    return token;
  }

  private tokens(scope: string, refreshToken?: string): Answer {
    const body = {
      access_token: this.issueAccessToken(),
      expires_in: this.expiresInSeconds,
      token_type: 'Bearer',
      scope,
      ...(refreshToken && { refresh_token: refreshToken }),
    };
    return { status: 200, body };
  }
}

function refusal(error: string, status = 400): Answer {
  return { status, body: { error, error_description: `Refused: ${error}.` } };
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
