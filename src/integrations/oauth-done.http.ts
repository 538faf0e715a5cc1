import type { FastifyPluginAsync } from 'fastify';
import { HubError } from '../platform/errors/hub-error.js';
import type { Origins } from '../platform/http/origins.js';
import { showFault } from './fault-page.js';
import { DONE_PAGE_POLICY, oauthDonePage } from './oauth-done-page.js';

/**
 * Where a popup ends: with `returnUrl: "<hub>/oauth/done?opener=<origin>"` it tells the window that opened
 * it how linking ended, and closes. Without `opener` that is a page of the hub itself.
 */
export function oauthDoneRoutes(origins: Pick<Origins, 'allows'>, publicUrl: string): FastifyPluginAsync {
  return async (fastify) => {
    fastify.setErrorHandler(showFault);
    fastify.get<{ Querystring: Record<string, unknown> }>('/oauth/done', async ({ query, headers }, reply) => {
      const { opener = new URL(publicUrl).origin, status } = query;
      return reply
        .headers({ 'content-security-policy': DONE_PAGE_POLICY, 'cache-control': 'no-store' })
        .type('text/html; charset=utf-8')
        .send(oauthDonePage(status === 'connected', checkOpener(opener, headers.host, origins)));
    });
  };
}

/** @throws HubError BAD_INPUT where it is no allowed origin. */
function checkOpener(opener: unknown, host: string | undefined, origins: Pick<Origins, 'allows'>): string {
  const isOrigin = typeof opener === 'string' && URL.canParse(opener) && new URL(opener).origin === opener;
  if (isOrigin && origins.allows(opener, host)) return opener;
  throw new HubError(
    'BAD_INPUT',
    'The page that opened this window is of an origin that is not allowed. Whoever runs the hub can add it to HUB_ALLOWED_ORIGINS.',
  );
}
