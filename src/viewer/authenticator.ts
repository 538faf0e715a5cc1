import { fastifyCookie } from '@fastify/cookie';
import { HubError } from '../platform/errors/hub-error.js';
import type { RequestHeaders } from '../platform/graphql/caller.js';
import { cookieName } from '../platform/http/cookie-name.js';
import type { Origins } from '../platform/http/origins.js';
import { HostTokens, type HostTokenOptions } from './host-token.js';
import { OperatorKey } from './operator-key.js';
import { Sessions } from './sessions.js';
import type { Viewer } from './viewer.js';

export interface AuthenticatorOptions {
  operatorKey: string;
  /** Sessions are sealed with a key derived from it. */
  encryptionKey: Uint8Array;
  jwt: Omit<HostTokenOptions, 'clock'>;
  origins: Origins;
  isHttps: boolean;
  clock?: () => number;
}

/** Says who sends a request, from its headers alone; a WebSocket's connection parameters come as headers. */
export class Authenticator {
  readonly sessions: Sessions;
  readonly sessionCookie: string;
  private readonly operatorKey: OperatorKey;
  private readonly hostTokens: HostTokens;

  constructor(private readonly options: AuthenticatorOptions) {
    const { operatorKey, encryptionKey, jwt, isHttps, clock = Date.now } = options;
    this.sessions = new Sessions({ operatorKey, encryptionKey, clock });
    this.sessionCookie = cookieName('hub_session', isHttps);
    this.operatorKey = new OperatorKey(operatorKey);
    this.hostTokens = new HostTokens({ ...jwt, clock });
  }

  /**
   * Null where no proof was sent at all.
   * @throws HubError UNAUTHENTICATED or BAD_INPUT where one was sent and does not hold.
   */
  async authenticate(headers: RequestHeaders): Promise<Viewer | null> {
    const bearer = bearerIn(headers);
    if (bearer !== null && this.operatorKey.matches(bearer)) return actingViewer(headers);
    if (hasActingHeader(headers))
      throw new HubError('BAD_INPUT', 'X-Hub-Tenant and X-Hub-User need the operator key beside them.');
    if (bearer !== null) return this.hostTokens.verify(bearer);
    const session = this.sessionIn(headers);
    return session === null ? null : this.resume(session, headers);
  }

  /** A browser sends its cookie wherever it is told to, so the page that told it must be one of ours. */
  private async resume(session: string, headers: RequestHeaders): Promise<Viewer> {
    const origin = single(headers.origin);
    const site = single(headers['sec-fetch-site']);
    // Without an Origin it is no page's script, or a plain GET; then the browser's own word counts.
    const isOurs =
      origin === null
        ? site === null || site === 'same-origin' || site === 'none'
        : this.options.origins.allows(origin, single(headers.host) ?? undefined);
    if (!isOurs) {
      throw new HubError(
        'UNAUTHENTICATED',
        'Your session works only on pages of this hub and of HUB_ALLOWED_ORIGINS; send a token instead.',
      );
    }
    return this.sessions.resume(session);
  }

  private sessionIn(headers: RequestHeaders): string | null {
    const cookies = single(headers.cookie);
    return cookies === null ? null : (fastifyCookie.parse(cookies)[this.sessionCookie] ?? null);
  }
}

function bearerIn(headers: RequestHeaders): string | null {
  const authorization = single(headers.authorization);
  if (authorization === null) return null;
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined)
    throw new HubError('UNAUTHENTICATED', 'Write the Authorization header as "Bearer <operator key or token>".');
  return token;
}

function hasActingHeader(headers: RequestHeaders): boolean {
  return headers['x-hub-tenant'] !== undefined || headers['x-hub-user'] !== undefined;
}

/** The operator, or whom the product's own server acts for. */
function actingViewer(headers: RequestHeaders): Viewer {
  const tenantId = nameIn(headers, 'x-hub-tenant');
  const userId = nameIn(headers, 'x-hub-user');
  const proof = { via: 'operator-key', expiresAt: null } as const;
  if (userId !== null) return { tenantId: tenantId ?? 'default', userId, role: 'USER', ...proof };
  if (tenantId !== null) return { tenantId, userId: 'operator', role: 'ADMIN', ...proof };
  return { tenantId: 'default', userId: 'operator', role: 'OPERATOR', ...proof };
}

function nameIn(headers: RequestHeaders, header: string): string | null {
  if (headers[header] === undefined) return null;
  const name = single(headers[header])?.trim() ?? '';
  if (name === '' || name.length > 200)
    throw new HubError('BAD_INPUT', `${header} must hold one name of 1 to 200 characters.`);
  return name;
}

function single(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
