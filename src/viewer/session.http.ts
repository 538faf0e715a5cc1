import type { FastifyInstance } from 'fastify';
import { HubError } from '../platform/errors/hub-error.js';
import type { Authenticator } from './authenticator.js';

export interface SessionRoutesOptions {
  authenticator: Authenticator;
  isHttps: boolean;
}

/** Sign-in of the web page: `POST /session` trades a bearer for an HttpOnly cookie, `DELETE /session` clears it. */
export async function sessionRoutes(
  fastify: FastifyInstance,
  { authenticator, isHttps }: SessionRoutesOptions,
): Promise<void> {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps } as const;

  fastify.post('/session', async (request, reply) => {
    // Only a bearer begins a session: a cookie could be another site's doing, and would never end.
    const viewer = await authenticator.authenticate({ ...request.headers, cookie: undefined });
    if (viewer === null)
      throw new HubError('UNAUTHENTICATED', 'Send "Authorization: Bearer <operator key or token>" to sign in.');
    const { value, expiresAt } = await authenticator.sessions.begin(viewer);
    return reply.setCookie(authenticator.sessionCookie, value, { ...attributes, expires: new Date(expiresAt) }).send({
      tenantId: viewer.tenantId,
      userId: viewer.userId,
      role: viewer.role,
      expiresAt: new Date(expiresAt).toISOString(),
    });
  });

  fastify.delete('/session', async (_request, reply) =>
    reply.clearCookie(authenticator.sessionCookie, attributes).code(204).send(),
  );
}
